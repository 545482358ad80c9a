"""What those who run long jobs and those who wait for one tell each other."""

from dataclasses import dataclass
from typing import Any, Literal

from core.content import says
from core.words import about

JobStatus = Literal["queued", "running", "finished", "failed", "stopped", "interrupted"]
Event = dict[str, Any]

ENDED: frozenset[JobStatus] = frozenset({"finished", "failed", "stopped", "interrupted"})


class CannotQueue(Exception):
    """The engine does not take the job; the message is one sentence for the learner."""


@dataclass(frozen=True)
class Resources:
    """What a job asks of a machine: free memory in bytes, and its length beside other jobs. `work`
    has no unit: a job of twice the work takes about twice the seconds."""

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


def position_in_words(place: QueuePosition) -> str:
    """What a job waits for, how many are before it, and about how long that takes."""
    if place.why:
        return place.why
    if not place.jobs_ahead:
        return says("jobs", "starting")
    ahead = "goes_first" if place.jobs_ahead == 1 else "go_first"
    first = says("jobs", ahead, trainings=place.jobs_ahead)
    return first if place.wait_s is None else f"{first} {_how_long(place.wait_s)}"


def _how_long(wait_s: float) -> str:
    soon = wait_s < 55
    return says("jobs", "starts_soon") if soon else says("jobs", "starts_in", wait=about(wait_s))
