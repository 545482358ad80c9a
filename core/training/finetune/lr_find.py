"""The search for a learning rate, one for each project, in a process of its own: for pages."""

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.content import says
from core.jobs.queue.events import RESUMED
from core.jobs.queue.protocol import ENDED, Event, JobStatus, QueuePosition, position_in_words
from core.project.project import Project
from core.project.settings import Setting
from core.training.finetune.finetune import job_runner, order, queue_job
from core.training.finetune.settings import CannotFineTune, FineTuneSettings

FIRST = QueuePosition()
FOLDER = "lr_find"
SEARCH = Setting[str]("lr_find", str, str)
RATE = Setting[float]("learning_rate", float, lambda: FineTuneSettings().lr)


@dataclass(frozen=True)
class RateSearch:
    """One moment of the search: `points` are (learning rate, smoothed loss) so far. `suggestions`
    are fastai's ("valley", "steep", "minimum"), empty until it has finished."""

    status: JobStatus
    message: str
    fraction: float = 0.0
    points: list[tuple[float, float]] = field(default_factory=list)
    suggestions: dict[str, float] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status in ENDED


def start_lr_find(project: Project, settings: FineTuneSettings) -> None:
    """Queue a search with these settings and the pictures as they are now; the last one is gone.
    Raises CannotFineTune with a sentence when there is too little to learn from."""
    folder = project.path / FOLDER / secrets.token_hex(6)
    spec = order(project, settings, folder.name).model_copy(update={"kind": "lr_find"})
    stop_lr_find(project)
    _forget_ended(project)
    folder.mkdir(parents=True)
    spec.write(folder)
    project.settings.set(SEARCH, folder.name)
    try:
        queue_job(folder, spec)
    except CannotFineTune:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def lr_search(project: Project) -> RateSearch | None:
    """The latest search as it stands, None when there is none on this machine."""
    folder = _folder(project)
    if folder is None:
        return None
    runner = job_runner()
    return search_of(runner.events(folder), runner.status(folder), runner.place(folder))


def stop_lr_find(project: Project) -> None:
    """Stop the search that waits or runs; nothing when none does."""
    folder, search = _folder(project), lr_search(project)
    if folder is not None and search is not None and not search.ended:
        job_runner().cancel(folder)


def learning_rate(project: Project) -> float:
    """The learning rate the learner chose last, else fastai's default."""
    return project.settings.get(RATE)


def choose_learning_rate(project: Project, rate: float) -> None:
    """Keep a learning rate with the project, in two figures."""
    project.settings.set(RATE, in_two_figures(rate))


def in_two_figures(rate: float) -> float:
    """A learning rate as one would say it: 0.0013, not 0.00131826."""
    return float(f"{rate:.1e}")


def search_of(events: list[Event], status: JobStatus, place: QueuePosition = FIRST) -> RateSearch:
    """The moment that these events and this status describe."""
    events = _since_its_start(events)
    results: dict[str, Any] = next(
        (event["results"] for event in events if event["event"] == "finished"), {}
    )
    live = [(event["lr"], event["loss"]) for event in events if event["event"] == "rate"]
    points = [(float(x), float(y)) for x, y in results.get("points", live)]
    return RateSearch(
        status=status,
        message=_message(events, status, place),
        fraction=max((float(e["fraction"]) for e in events if "fraction" in e), default=0.0),
        points=points,
        suggestions=results.get("suggestions", {}),
    )


def _since_its_start(events: list[Event]) -> list[Event]:
    """A search whose process died began again."""
    starts = [number for number, event in enumerate(events) if event["event"] == RESUMED]
    return events[starts[-1] :] if starts else events


def _message(events: list[Event], status: JobStatus, place: QueuePosition) -> str:
    said = [str(event["message"]) for event in events if "message" in event]
    if status == "running":
        return said[-1] if said else says("training", "starting")
    if status == "failed":
        return said[-1]
    return {
        "queued": position_in_words(place),
        "finished": says("training", "finished"),
        "stopped": says("training", "search_stopped"),
        "interrupted": says("training", "search_interrupted"),
    }[status]


def _folder(project: Project) -> Path | None:
    name = project.settings.get(SEARCH)
    folder = project.path / FOLDER / Path(name).name
    return folder if name and folder.is_dir() else None


def _forget_ended(project: Project) -> None:
    for folder in (project.path / FOLDER).glob("*"):
        if job_runner().status(folder) in ENDED:
            shutil.rmtree(folder, ignore_errors=True)
