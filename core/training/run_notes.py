"""How a job stands, written into its project: called by whichever process sees it first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.jobs.events import read_events
from core.jobs.protocol import ENDED, Event, JobStatus
from core.project.project import Project, ProjectUnreadable
from core.project.runs import RunNotFound
from core.training.resume import epochs_so_far


def note_run(folder: Path, status: JobStatus) -> None:
    """Write in the project how its run stands; nothing when project or run are gone.

    Right when called twice, or late: an ended run keeps the end it has.
    """
    try:
        project = Project.open(folder.parents[1])
        run = project.run(folder.name)
    except (ProjectUnreadable, RunNotFound):
        return
    if run.status == status or run.status in ENDED:
        return
    project.update_run(run.id, status=status, results=_results(folder, status))


def _results(folder: Path, status: JobStatus) -> dict[str, Any] | None:
    """What the run's row keeps at its end: the results and the epochs, or why there are none."""
    if status not in ENDED:
        return None
    events = read_events(folder)
    last: Event = events[-1] if events else {}
    kept = {"epochs": [_epoch(event) for event in epochs_so_far(events)]}
    if status == "finished":
        return {**last["results"], **kept}
    return {**kept, "message": str(last.get("message", "")) if status == "failed" else ""}


def _epoch(event: Event) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key not in {"event", "time"}}
