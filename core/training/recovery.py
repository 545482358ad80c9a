"""After a server died: every run tells the truth about how it stands, and drafts are gone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from core.jobs.protocol import ENDED, JobRunner
from core.jobs.stopping import how_it_ended
from core.project.project import Project, ProjectUnreadable
from core.training.disk_full import drop_drafts
from core.training.run_notes import note_run

OLD_S = 3600.0
DRAFT_PROJECTS = ("workspaces/*/projects/.new-*", "workspaces/*/projects/.gone-*")


def set_right(home: Path, runner: JobRunner) -> None:
    """Note how the runs of dead workers ended, sweep drafts, and look after the jobs there are.

    Living workers are left alone. Quick trainings live in the web process, so an unfinished one
    is "interrupted".
    """
    for project in _projects(home):
        for run in project.runs():
            folder = project.path / "runs" / run.id
            if not runner.knows(folder):
                drop_drafts(folder)
                if run.status not in ENDED:
                    note_run(folder, how_it_ended(folder))
    _sweep_projects(home)
    runner.watch()


def _sweep_projects(home: Path) -> None:
    """Projects that were being made or deleted when a process was killed, not this very hour."""
    for pattern in DRAFT_PROJECTS:
        for draft in home.glob(pattern):
            if time.time() - draft.stat().st_mtime > OLD_S:
                shutil.rmtree(draft, ignore_errors=True)


def _projects(home: Path) -> Iterator[Project]:
    for file in sorted(home.glob("workspaces/*/projects/*/project.sqlite")):
        try:
            yield Project.open(file.parent)
        except ProjectUnreadable:
            continue
