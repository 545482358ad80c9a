"""Size trials of this process: one a project, in a thread, watched and stopped from any page."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace

from core.project.project import Project
from core.training.line import Line
from core.training.quick import CannotTrain, QuickStopped
from core.training.quick_jobs import Snapshot
from core.training.size_trials import try_sizes
from core.vision.backbone import BackboneUnavailable

AT_ONCE = 1
WAITS = Snapshot("running", 0.0, "Waiting: somebody else's pictures come first", waiting=True)

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_line = Line(AT_ONCE)


@dataclass(eq=False)
class _Job:
    project: Project
    stop: threading.Event = field(default_factory=threading.Event)
    snapshot: Snapshot = WAITS


_jobs: dict[str, _Job] = {}


def start_sizes(project: Project) -> Snapshot:
    """Start trying the sizes; a trial that is under way goes on instead."""
    with _lock:
        job = _jobs.get(str(project.path))
        if job is None or job.snapshot.state != "running":
            job = _jobs[str(project.path)] = _Job(project)
            threading.Thread(target=_run, args=(job,), name="sizes", daemon=True).start()
        return job.snapshot


def sizes_progress(project: Project) -> Snapshot | None:
    """The latest trial of the project in this process; None when there was none."""
    job = _jobs.get(str(project.path))
    return job.snapshot if job else None


def stop_sizes(project: Project) -> None:
    """Ask the trial to stop after the pictures in hand; what was looked at is kept."""
    job = _jobs.get(str(project.path))
    if job:
        job.stop.set()


def _run(job: _Job) -> None:
    with _line.turn(job.stop, lambda ahead: None) as mine:
        job.snapshot = _tried(job) if mine else Snapshot("stopped", 0.0, "Stopped.")


def _tried(job: _Job) -> Snapshot:
    def report(fraction: float, message: str) -> None:
        job.snapshot = replace(job.snapshot, fraction=fraction, message=message, waiting=False)

    try:
        try_sizes(job.project, progress=report, stop=job.stop)
    except QuickStopped:
        return Snapshot("stopped", 0.0, "Stopped. What was looked at so far is kept.")
    except (CannotTrain, BackboneUnavailable) as reason:
        return Snapshot("failed", 0.0, str(reason))
    except Exception:
        _log.exception("Trying picture sizes failed")
        return Snapshot("failed", 0.0, "It broke off. Try again; the server's log has the details.")
    return Snapshot("finished", 1.0, "Done")
