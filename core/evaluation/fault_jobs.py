"""Looking at a project's pictures for faults, in the background; watched and stopped anywhere."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from core.evaluation.picture_scores import ScoringFailed, known_scores, score_pictures
from core.project.project import Project
from core.training.line import Line
from core.training.quick_jobs import Snapshot

AT_ONCE = 1
WAITS = Snapshot("running", 0.0, "Waiting: somebody else's pictures come first", waiting=True)
STARTS = "Getting ready to look at your pictures: a few seconds"
BROKE_OFF = "Looking at the pictures broke off. Try again; what was seen so far is kept."

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_line = Line(AT_ONCE)


@dataclass(eq=False)
class _Job:
    project: Project
    stop: threading.Event = field(default_factory=threading.Event)
    snapshot: Snapshot = WAITS


_jobs: dict[str, _Job] = {}


def start_faults(project: Project) -> Snapshot:
    """Look at the pictures nobody has looked at yet; a look that is under way goes on instead."""
    with _lock:
        job = _jobs.get(str(project.path))
        if job is None or job.snapshot.state != "running":
            job = _jobs[str(project.path)] = _Job(project)
            threading.Thread(target=_run, args=(job,), name="faults", daemon=True).start()
        return job.snapshot


def faults_progress(project: Project) -> Snapshot | None:
    """The latest look in this process: `fraction` 0…1 and a message; None when there was none."""
    job = _jobs.get(str(project.path))
    return job.snapshot if job else None


def stop_faults(project: Project) -> None:
    """Ask the look to stop after the pictures in hand; what was seen is kept."""
    job = _jobs.get(str(project.path))
    if job:
        job.stop.set()


def _run(job: _Job) -> None:
    with _line.turn(job.stop, lambda ahead: None) as mine:
        job.snapshot = _looked(job) if mine else _stopped()


def _looked(job: _Job) -> Snapshot:
    job.snapshot = Snapshot("running", 0.0, STARTS)
    try:
        _look(job)
    except ScoringFailed:
        return Snapshot("failed", 0.0, BROKE_OFF)
    except Exception:
        _log.exception("Looking for picture faults failed")
        return Snapshot("failed", 0.0, BROKE_OFF)
    return _stopped() if job.stop.is_set() else Snapshot("finished", 1.0, "Looked at all pictures")


def _look(job: _Job) -> None:
    records = job.project.images()
    known = known_scores([record.id for record in records])
    new = [(r.id, job.project.image_path(r.id)) for r in records if r.id not in known]
    if not new:
        return
    for done in score_pictures(new, job.stop):
        message = f"Looking at your pictures: {done} of {len(new)}"
        job.snapshot = Snapshot("running", done / len(new), message)


def _stopped() -> Snapshot:
    return Snapshot("stopped", 0.0, "Stopped. What was looked at so far is kept.")
