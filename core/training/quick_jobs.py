"""Quick trainings of this process: started by one page, watched from any, stopped by any."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from core.project.project import Project
from core.project.records import RunRecord
from core.training.quick import CannotTrain, QuickStopped, train_quick
from core.vision.backbone import BackboneUnavailable

AT_ONCE = 2
WAITING = "Waiting: other trainings on this server come first"

State = Literal["running", "finished", "stopped", "failed"]

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_turns = threading.BoundedSemaphore(AT_ONCE)


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
    if not _my_turn(job.stop):
        return _stopped()
    try:
        job.snapshot = Snapshot("running", 0.0, "Starting")
        return _trained(job)
    finally:
        _turns.release()


def _my_turn(stop: threading.Event) -> bool:
    """Wait for a turn; False when stopped before it came."""
    while not stop.is_set():
        if _turns.acquire(timeout=0.2):
            return True
    return False


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
    except Exception:
        _log.exception("A quick training failed")
        return Snapshot(
            "failed", 0.0, "The training broke off. Try again; the server's log has the details."
        )
    return Snapshot("finished", 1.0, "Trained", run_id=run.id)


def _stopped() -> Snapshot:
    return Snapshot("stopped", 0.0, "Stopped. What was looked at so far is kept.")
