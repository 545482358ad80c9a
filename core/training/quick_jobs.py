"""Quick trainings of this process: started by one page, watched from any, stopped by any."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from core.project.project import Project
from core.project.records import RunRecord
from core.training.disk_full import NO_ROOM
from core.training.line import Line
from core.training.quick import CannotTrain, QuickStopped, train_quick
from core.vision.backbone import BackboneUnavailable

AT_ONCE = 2
WAITING = "Waiting for your turn"
DISK_FULL = (
    "The disk is full, so nothing of this training could be kept. Delete old runs or projects, or "
    "ask who runs this server for room; then train again."
)
BROKE_OFF = "The training broke off. Try again; the server's log has the details."

State = Literal["running", "finished", "stopped", "failed"]

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_line = Line(AT_ONCE)


@dataclass(frozen=True)
class Snapshot:
    """How far a quick training is: `fraction` 0…1, `message` for the learner.

    A training that waits for its turn is "running" with `waiting` set. `run_id` is set once it
    is finished.
    """

    state: State
    fraction: float
    message: str
    run_id: str | None = None
    waiting: bool = False


@dataclass(eq=False)
class _Job:
    project: Project
    then: Callable[[RunRecord], object]
    stop: threading.Event = field(default_factory=threading.Event)
    snapshot: Snapshot = Snapshot("running", 0.0, WAITING, waiting=True)
    ended: threading.Event = field(default_factory=threading.Event)


_jobs: dict[str, _Job] = {}


def start_quick(
    project: Project, then: Callable[[RunRecord], object] = lambda run: None
) -> Snapshot:
    """Start a quick training in a thread of its own; one that is under way goes on instead.

    `then(run)` is called in that thread with the finished run, before it counts as finished here.
    """
    with _lock:
        job = _jobs.get(str(project.path))
        if job is None or job.snapshot.state != "running":
            job = _jobs[str(project.path)] = _Job(project, then)
            threading.Thread(target=_run, args=(job,), name="quick", daemon=True).start()
        return job.snapshot


def quick_progress(project: Project) -> Snapshot | None:
    """The latest quick training of the project in this process; None when there was none."""
    job = _jobs.get(str(project.path))
    return job.snapshot if job else None


def wait_for_quick(project: Project, seconds: float) -> None:
    """Return when the project's quick training has ended, or after that many seconds."""
    job = _jobs.get(str(project.path))
    if job:
        job.ended.wait(seconds)


def stop_quick(project: Project) -> None:
    """Ask the project's quick training to stop: after the pictures in hand, or the fit under way.

    Only the very first training on a machine cannot be stopped while it prepares the network.
    """
    job = _jobs.get(str(project.path))
    if job:
        job.stop.set()


def _run(job: _Job) -> None:
    try:
        job.snapshot = _in_turn(job)
    finally:
        job.ended.set()


def _in_turn(job: _Job) -> Snapshot:
    def ahead(count: int) -> None:
        first = "1 training comes" if count == 1 else f"{count} trainings come"
        job.snapshot = replace(job.snapshot, message=f"{WAITING}: {first} first on this server")

    with _line.turn(job.stop, ahead) as mine:
        if not mine:
            return _stopped()
        job.snapshot = Snapshot("running", 0.0, "Starting")
        return _trained(job)


def _trained(job: _Job) -> Snapshot:
    def report(fraction: float, message: str) -> None:
        job.snapshot = replace(job.snapshot, fraction=fraction, message=message)

    try:
        run = train_quick(job.project, progress=report, stop=job.stop)
        job.then(run)
    except QuickStopped:
        return _stopped()
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


def _stopped() -> Snapshot:
    return Snapshot("stopped", 0.0, "Stopped. What was looked at so far is kept.")
