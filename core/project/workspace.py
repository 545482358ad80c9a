"""A workspace: one learner's folder, named by an id nobody can guess."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from pathlib import Path

from core.project.archive.archive import open_archive
from core.project.database import let_go
from core.project.disk import home, write_whole
from core.project.project import Project, ProjectUnreadable
from core.project.records import ProjectInfo

FIRST_NAME = "My project"
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_PROJECT_ID = re.compile(r"[0-9a-f]{12,32}")


class WorkspaceNotFound(LookupError):
    """No workspace has this id on this machine."""


class Workspace:
    """One learner's projects, and which of them is open."""

    def __init__(self, workspace_id: str, path: Path) -> None:
        self.id = workspace_id
        self.path = path

    @classmethod
    def create(cls) -> Workspace:
        """Return a new empty workspace; its id is the only key to it."""
        workspace_id = secrets.token_urlsafe(16)
        path = home() / "workspaces" / workspace_id
        (path / "projects").mkdir(parents=True)
        return cls(workspace_id, path)

    @classmethod
    def open(cls, workspace_id: str) -> Workspace:
        """Return an existing workspace; raises WorkspaceNotFound, also for a malformed id."""
        if not _ID.fullmatch(workspace_id):
            raise WorkspaceNotFound(workspace_id)
        path = home() / "workspaces" / workspace_id
        if not (path / "projects").is_dir():
            raise WorkspaceNotFound(workspace_id)
        return cls(workspace_id, path)

    def current(self) -> Project:
        """Return the project that is open; a first one, or the latest, when none is."""
        try:
            return self._project(self._current_id())
        except ProjectUnreadable:
            pass
        known = self.projects()
        return self.switch(known[0].id) if known else self.new_project(FIRST_NAME)

    def projects(self) -> list[ProjectInfo]:
        """Return every project that can be opened, last changed first."""
        found = []
        for path in (self.path / "projects").iterdir():
            if _PROJECT_ID.fullmatch(path.name):
                try:
                    found.append(Project.open(path).info())
                except ProjectUnreadable:
                    continue
        return sorted(found, key=lambda info: -info.modified)

    def new_project(self, name: str) -> Project:
        """Return a new empty project, now the current one."""
        project = Project.create(self._new_path(), name.strip() or FIRST_NAME)
        return self.switch(project.id)

    def switch(self, project_id: str) -> Project:
        """Make another project the current one; raises ProjectUnreadable."""
        project = self._project(project_id)
        write_whole(self.path / "workspace.json", json.dumps({"current": project_id}).encode())
        return project

    def delete(self, project_id: str) -> None:
        """Delete a project for good; raises ProjectUnreadable when there is no such project."""
        path = self._project(project_id).path
        let_go(path)
        gone = path.with_name(f".gone-{secrets.token_hex(6)}")
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def open_archive(self, zip_path: Path) -> Project:
        """Return a new project from a saved ZIP, now the current one. Raises ArchiveRefused with a
        sentence; nothing is left behind then."""
        project = open_archive(zip_path, self._new_path())
        return self.switch(project.id)

    def _current_id(self) -> str:
        try:
            return str(json.loads((self.path / "workspace.json").read_bytes())["current"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _project(self, project_id: str) -> Project:
        if not _PROJECT_ID.fullmatch(project_id):
            raise ProjectUnreadable("This project does not exist.")
        return Project.open(self.path / "projects" / project_id)

    def _new_path(self) -> Path:
        return self.path / "projects" / secrets.token_hex(8)
