"""Opening a saved project behind the page's back: one at a time on this machine, and it can be
stopped."""

import threading
from pathlib import Path

from core.content import lesson_text
from core.jobs.background import Background, Job, stop_here
from core.project import arriving
from core.project.archive.members import ArchiveRefused
from core.project.project import Project
from core.project.workspace import Workspace

OPENING = Background[str]("opening", sentences=(ArchiveRefused,))
"""Its result is the id of the new project; the page makes that the one that is open."""
LOOK_AGAIN_S = 0.2
_turn = threading.Lock()


def start_opening(workspace: Workspace, project: Project, file: Path) -> None:
    """Open the ZIP `file` beside `project`, which is open now; the file is deleted at the end."""
    arriving.opening(file)

    def work(job: Job[str]) -> str:
        try:
            while not _turn.acquire(timeout=LOOK_AGAIN_S):
                stop_here(job.stop)
                job.report(0, lesson_text("open_saved")["waits"], waiting=True)
            try:
                _begin_beside(workspace, project)
                return _opened(job, workspace, file)
            finally:
                _turn.release()
        finally:
            arriving.done(file)

    if not OPENING.start(project, work):
        arriving.done(file)


def _begin_beside(workspace: Workspace, project: Project) -> None:
    """Keep the project that is open where nothing is kept yet: this work is known by it, and a page
    that looked meanwhile would begin another one."""
    if not project.is_kept:
        with project.writing():
            pass
        workspace.switch(project.id)


def _opened(job: Job[str], workspace: Workspace, file: Path) -> str:
    text = lesson_text("open_saved")["opening"]

    def step(fraction: float) -> None:
        stop_here(job.stop)
        job.report(fraction, text)

    step(0.0)
    return workspace.add_archive(file, step).id
