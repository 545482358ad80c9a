"""Looking at a project's pictures for faults, in the background; watched and stopped anywhere."""

from __future__ import annotations

import logging

from core.curation.faults.picture_scores import ScoringFailed, known_scores, score_pictures
from core.jobs.background import STOPPED, Job, ProjectJobs, Snapshot
from core.project.project import Project

AT_ONCE = 1
WAITS = "Waiting: somebody else's pictures come first"
STARTS = "Getting ready to look at your pictures: a few seconds"
BROKE_OFF = "Looking at the pictures broke off. Try again; what was seen so far is kept."

_log = logging.getLogger(__name__)
_jobs = ProjectJobs("faults", at_once=AT_ONCE, waits=WAITS)


def start_faults(project: Project) -> Snapshot:
    """Look at the pictures nobody has looked at yet; a look that is under way goes on instead."""
    return _jobs.start(project, _looked)


def faults_progress(project: Project) -> Snapshot | None:
    """The latest look in this process: `fraction` 0…1 and a message; None when there was none."""
    return _jobs.progress(project)


def stop_faults(project: Project) -> None:
    """Ask the look to stop after the pictures in hand; what was seen is kept."""
    _jobs.stop(project)


def _looked(job: Job) -> Snapshot:
    job.report(0.0, STARTS)
    try:
        _look(job)
    except ScoringFailed:
        return Snapshot("failed", 0.0, BROKE_OFF)
    except Exception:
        _log.exception("Looking for picture faults failed")
        return Snapshot("failed", 0.0, BROKE_OFF)
    if job.stop.is_set():
        return Snapshot("stopped", 0.0, STOPPED)
    return Snapshot("finished", 1.0, "Looked at all pictures")


def _look(job: Job) -> None:
    records = job.project.dataset.images()
    known = known_scores([record.id for record in records])
    new = [(r.id, job.project.dataset.image_path(r.id)) for r in records if r.id not in known]
    if not new:
        return
    for done in score_pictures(new, job.stop):
        job.report(done / len(new), f"Looking at your pictures: {done} of {len(new)}")
