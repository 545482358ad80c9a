"""What a page needs of whatever runs long jobs: one small protocol, several engines."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from core.words import about, count_of

JobStatus = Literal["queued", "running", "finished", "failed", "stopped", "interrupted"]
Event = dict[str, Any]

ENDED: frozenset[JobStatus] = frozenset({"finished", "failed", "stopped", "interrupted"})


class CannotQueue(Exception):
    """The engine does not take the job; the message is one sentence for the learner."""


@dataclass(frozen=True)
class Resources:
    """What a job asks of a machine: free memory in bytes, and its length beside other jobs.

    `work` has no unit: a job of twice the work takes about twice the seconds.
    """

    memory: int = 0
    work: float = 1.0


ANY = Resources()


@dataclass(frozen=True)
class QueuePosition:
    """Where a waiting job stands: how many go before it, running ones included.

    `wait_s` is None while nobody can know; `why` is a sentence when it waits for something else
    than its turn (memory, a cluster that does not answer).
    """

    jobs_ahead: int = 0
    wait_s: float | None = None
    why: str = ""


class JobRunner(Protocol):
    """Runs jobs, each a folder: `spec.json` goes in, `events.jsonl` and artefacts come out.

    Every method returns at once (`left_the_queue` in the time it is given), may be called from any
    thread, and tells the same in every process: all an engine knows is on disk or in its cluster.
    A job that reported "saved" and then lost its process is started again by the engine.
    """

    def submit(self, folder: Path, need: Resources = ANY) -> None:
        """Queue the job; raises CannotQueue where it can never run, or too many wait."""

    def events(self, folder: Path, after: int = 0) -> list[Event]:
        """What the job reported so far, without its first `after` events."""

    def status(self, folder: Path) -> JobStatus:
        """Where the job stands: "interrupted" when it died without a last word and stays dead."""

    def place(self, folder: Path) -> QueuePosition:
        """Where a waiting job stands in the queue; `QueuePosition()` for any other."""

    def cancel(self, folder: Path) -> None:
        """Ask the job to stop and make sure that it does."""

    def knows(self, folder: Path) -> bool:
        """Whether the job runs or waits: its end is still to come."""

    def left_the_queue(self, folder: Path, seconds: float) -> bool:
        """Whether the job is gone and its end noted; waits at most that long for it."""

    def watch(self) -> None:
        """Make sure that somebody looks after the jobs there are; cheap, so call it often."""


def position_in_words(place: QueuePosition) -> str:
    """What a job waits for, how many are before it, and about how long that takes."""
    if place.why:
        return place.why
    if not place.jobs_ahead:
        return "Starting."
    before = count_of(place.jobs_ahead, "training is", "trainings are")
    return f"Waiting: {before} before this one.{_how_long(place.wait_s)}"


def _how_long(wait_s: float | None) -> str:
    if wait_s is None:
        return ""
    if wait_s < 55:
        return " It starts in less than a minute."
    return f" It starts in {about(wait_s)}."
