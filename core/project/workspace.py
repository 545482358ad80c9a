"""A workspace: one learner's folder, opened by a key that nobody can guess.

The folder is named by a hash of the key. So the key itself is in no path, and with that in no file,
list of processes, log or download: it is in the learner's address and browser, nowhere else.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from core.content import says
from core.project.archive.archive import open_archive
from core.project.archive.judge import Step, no_step
from core.project.database import let_go
from core.project.disk import home, write_whole
from core.project.forgetting import GONE, delete_folder
from core.project.limits import disk_is_short
from core.project.project import Project, ProjectUnreadable
from core.project.records import ProjectInfo
from core.project.soon import WAITING

FIRST_NAME = "My project"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LABEL = b"drivetrain-lab workspace folder 1\0"
_HASH_BYTES = 24
_PROJECT_ID = re.compile(r"[0-9a-f]{12,32}")


class WorkspaceNotFound(LookupError):
    """No workspace on this machine has this key; the error does not repeat it."""


def new_key() -> str:
    """Return a key with 128 random bits."""
    return secrets.token_urlsafe(16)


def is_key(text: str) -> bool:
    """Return whether this may be a key; the name of a folder is none, for it has a dot."""
    return bool(_KEY.fullmatch(text))


def folder_name(key: str) -> str:
    """Return the name of a key's folder, from which nobody can tell the key."""
    digest = hashlib.sha256(_LABEL + key.encode()).digest()[:_HASH_BYTES]
    return f"w.{base64.urlsafe_b64encode(digest).decode()}"


class Workspace:
    """One learner's projects, and which of them is open; `key` is what opened it."""

    def __init__(self, key: str, path: Path, before: Callable[[], None] = lambda: None) -> None:
        self.key = key
        self.path = path
        self._before = before

    @classmethod
    def create(cls) -> Workspace:
        """Return a new empty workspace with a new key."""
        key = new_key()
        path = _workspaces() / folder_name(key)
        (path / "projects").mkdir(parents=True)
        return cls(key, path)

    @classmethod
    def not_yet(cls, key: str, before: Callable[[], None] = lambda: None) -> Workspace:
        """Return the workspace of a key that nothing was kept under: no folder until then, and
        `before()` is called first, whose error keeps it from beginning.

        Raises WorkspaceNotFound for what is no key.
        """
        if not is_key(key):
            raise WorkspaceNotFound(says("project", "no_key"))
        return cls(key, _workspaces() / folder_name(key), before)

    @classmethod
    def open(cls, key: str) -> Workspace:
        """Return the workspace of a key; raises WorkspaceNotFound, also for a malformed one."""
        if is_key(key):
            for name in (folder_name(key), key):  # the latter in a home that could not be changed
                path = _workspaces() / name
                if (path / "projects").is_dir():
                    return cls(key, path)
        raise WorkspaceNotFound(says("project", "no_workspace_here"))

    def current(self) -> Project:
        """Return the project that is open; a first one, or the latest, when none is."""
        try:
            return self._project(self._current_id())
        except ProjectUnreadable:
            pass
        known = self.projects()
        if known:
            return self.switch(known[0].id)
        return self._another(FIRST_NAME) if self.is_kept else self._first_project()

    @property
    def is_kept(self) -> bool:
        """Whether the workspace is on disk: something was kept under its key."""
        return (self.path / "projects").is_dir()

    def projects(self) -> list[ProjectInfo]:
        """Return every project that can be opened, last changed first."""
        found = [project.info() for project in self.every_project()]
        return sorted(found, key=lambda info: -info.modified)

    def every_project(self) -> list[Project]:
        """Return every project that can be opened, in no order."""
        found = []
        for path in (self.path / "projects").iterdir() if self.is_kept else ():
            if _PROJECT_ID.fullmatch(path.name):
                try:
                    found.append(Project.open(path))
                except ProjectUnreadable:
                    continue
        return found

    def with_new_key(self) -> Workspace:
        """Return this workspace under a new key; its key of before opens nothing from now on.

        Nothing may work in it meanwhile. Raises OSError where the folder cannot be renamed, and
        then all is as it was.
        """
        for project in self.every_project():
            WAITING.write(project.path)
            let_go(project.path)
        key = new_key()
        path = self.path.with_name(folder_name(key))
        self.path.rename(path)
        return Workspace(key, path)

    def new_project(self, name: str) -> Project:
        """Return a new empty project, now the current one; raises OSError on a full disk."""
        _ensure_room()
        return self._another(name.strip() or FIRST_NAME)

    def switch(self, project_id: str) -> Project:
        """Make another project the current one; raises ProjectUnreadable."""
        project = self._project(project_id)
        if project_id != self._current_id():
            write_whole(self.path / "workspace.json", json.dumps({"current": project_id}).encode())
        return project

    def delete(self, project_id: str) -> None:
        """Delete a project for good; raises ProjectUnreadable when there is no such project."""
        path = self._project(project_id).path
        let_go(path)
        gone = path.with_name(f"{GONE}{secrets.token_hex(6)}")
        path.rename(gone)
        delete_folder(gone)

    def open_archive(self, zip_path: Path) -> Project:
        """Return a new project from a saved ZIP, now the current one. Raises ArchiveRefused with a
        sentence; nothing is left behind then."""
        return self.switch(self.add_archive(zip_path).id)

    def add_archive(self, zip_path: Path, step: Step = no_step) -> Project:
        """The same without making it the current one; `step(0…1)` is told how far it is, and what
        it raises ends the opening."""
        return open_archive(zip_path, self._new_path(), step)

    def _another(self, name: str) -> Project:
        return self.switch(Project.create(self._new_path(), name).id)

    def _first_project(self) -> Project:
        """An empty project that is made with the first thing kept; the same in every tab."""
        name = hashlib.sha256(b"first project of " + self.path.name.encode()).hexdigest()[:16]
        path = self.path / "projects" / name

        def make() -> None:
            _ensure_room()
            self._before()
            Project.begin(path, FIRST_NAME)

        return Project.not_yet(path, FIRST_NAME, make)

    def _current_id(self) -> str:
        try:
            return str(json.loads((self.path / "workspace.json").read_bytes())["current"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _project(self, project_id: str) -> Project:
        if not _PROJECT_ID.fullmatch(project_id):
            raise ProjectUnreadable(says("project", "no_such_project"))
        return Project.open(self.path / "projects" / project_id)

    def _new_path(self) -> Path:
        return self.path / "projects" / secrets.token_hex(8)


def _ensure_room() -> None:
    """Raise OSError (ENOSPC) where a new project would take what is left for saved work."""
    if disk_is_short(home()):
        raise OSError(errno.ENOSPC, "This server has no room for another project.")


def _workspaces() -> Path:
    return home() / "workspaces"
