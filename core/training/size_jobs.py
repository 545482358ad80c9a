"""Size trials of this process: one a project, in a thread, watched and stopped from any page."""

from __future__ import annotations

import logging

from core.project.project import Project
from core.training.project_jobs import STOPPED, Job, ProjectJobs, Snapshot
from core.training.quick import CannotTrain, QuickStopped
from core.training.size_trials import try_sizes
from core.vision.backbone import BackboneUnavailable

AT_ONCE = 1
WAITS = "Waiting: somebody else's pictures come first"

_log = logging.getLogger(__name__)
_jobs = ProjectJobs("sizes", at_once=AT_ONCE, waits=WAITS, stopped="Stopped.")


def start_sizes(project: Project) -> Snapshot:
    """Start trying the sizes; a trial that is under way goes on instead."""
    return _jobs.start(project, _tried)


def sizes_progress(project: Project) -> Snapshot | None:
    """The latest trial of the project in this process; None when there was none."""
    return _jobs.progress(project)


def stop_sizes(project: Project) -> None:
    """Ask the trial to stop after the pictures in hand; what was looked at is kept."""
    _jobs.stop(project)


def _tried(job: Job) -> Snapshot:
    try:
        try_sizes(job.project, progress=job.report, stop=job.stop)
    except QuickStopped:
        return Snapshot("stopped", 0.0, STOPPED)
    except (CannotTrain, BackboneUnavailable) as reason:
        return Snapshot("failed", 0.0, str(reason))
    except Exception:
        _log.exception("Trying picture sizes failed")
        return Snapshot("failed", 0.0, "It broke off. Try again; the server's log has the details.")
    return Snapshot("finished", 1.0, "Done")
