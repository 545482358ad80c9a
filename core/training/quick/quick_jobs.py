"""Quick trainings of this process: started by one page, watched from any, stopped by any."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from core.jobs.background import STOPPED, Job, ProjectJobs, Snapshot
from core.project.disk_full import NO_ROOM
from core.project.project import Project
from core.project.records import RunRecord
from core.training.quick.quick import CannotTrain, QuickStopped, train_quick
from core.vision.backbone import BackboneUnavailable

AT_ONCE = 2
WAITING = "Waiting for your turn"
DISK_FULL = (
    "The disk is full, so nothing of this training could be kept. Delete old runs or projects, or "
    "ask who runs this server for room; then train again."
)
BROKE_OFF = "The training broke off. Try again; the server's log has the details."

_log = logging.getLogger(__name__)


def _ahead(count: int) -> str:
    first = "1 training comes" if count == 1 else f"{count} trainings come"
    return f"{WAITING}: {first} first on this server"


_jobs = ProjectJobs("quick", at_once=AT_ONCE, waits=WAITING, ahead=_ahead)


def start_quick(
    project: Project, then: Callable[[RunRecord], object] = lambda run: None
) -> Snapshot:
    """Start a quick training in a thread of its own; one that is under way goes on instead.

    `then(run)` is called in that thread with the finished run, before it counts as finished here.
    """
    return _jobs.start(project, lambda job: _trained(job, then))


def quick_progress(project: Project) -> Snapshot | None:
    """The latest quick training of the project in this process; None when there was none."""
    return _jobs.progress(project)


def wait_for_quick(project: Project, seconds: float) -> None:
    """Return when the project's quick training has ended, or after that many seconds."""
    _jobs.wait(project, seconds)


def stop_quick(project: Project) -> None:
    """Ask the project's quick training to stop: after the pictures in hand, or the fit under way.

    Only the very first training on a machine cannot be stopped while it prepares the network.
    """
    _jobs.stop(project)


def _trained(job: Job, then: Callable[[RunRecord], object]) -> Snapshot:
    job.report(0.0, "Starting")
    try:
        run = train_quick(job.project, progress=job.report, stop=job.stop)
        then(run)
    except QuickStopped:
        return Snapshot("stopped", 0.0, STOPPED)
    except (CannotTrain, BackboneUnavailable) as reason:
        return Snapshot("failed", 0.0, str(reason))
    except Exception as error:
        _log.exception("A quick training failed")
        return Snapshot("failed", 0.0, DISK_FULL if _no_room(error) else BROKE_OFF)
    return Snapshot("finished", 1.0, "Trained", run_id=run.id)


def _no_room(error: Exception) -> bool:
    """Whether a file system or a database said that the disk is full."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in NO_ROOM
