"""After a server died: every run tells the truth about how it stands, and drafts are gone."""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from core.jobs.queue.events import how_it_ended, read_events
from core.jobs.queue.local import LocalRunner
from core.jobs.queue.protocol import ENDED, Event, JobStatus
from core.project.disk_full import drop_drafts
from core.project.project import Project, ProjectUnreadable
from core.project.runs import RunNotFound
from core.project.sweeping import sweep_projects
from core.training.finetune.resume import epochs_so_far


def note_run(folder: Path, status: JobStatus) -> None:
    """Write in the project how its run stands; nothing when project or run are gone. Right when
    called twice, or late: an ended run keeps the end it has."""
    try:
        project = Project.open(folder.parents[1])
        run = project.runs.get(folder.name)
    except (ProjectUnreadable, RunNotFound):
        return
    if run.status == status or run.status in ENDED:
        return
    project.runs.update(run.id, status=status, results=_results(folder, status))


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


def set_right(home: Path, runner: LocalRunner, alive: Container[str]) -> None:
    """Look after the jobs there are, note how the runs of dead workers ended, sweep their drafts.
    A draft of a run that has ended may be on its way from another process: it goes when it is old.

    Living workers are left alone. Quick trainings live in the web process, so an unfinished one
    that is not among its own (`alive`) is "interrupted".
    """
    runner.watch()
    for project in _projects_with_runs(home):
        for run in project.runs.all():
            folder = project.path / "runs" / run.id
            if run.status in ENDED or run.id in alive or runner.knows(folder):
                continue
            drop_drafts(folder)
            note_run(folder, how_it_ended(folder))
    sweep_projects(home)


def _projects_with_runs(home: Path) -> Iterator[Project]:
    for runs in sorted(home.glob("workspaces/*/projects/[!.]*/runs")):
        try:
            yield Project.open(runs.parent)
        except ProjectUnreadable:
            continue
