"""Four places where a model can answer, by four criteria, and whether an order fits the figures."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from math import isclose
from statistics import median
from typing import Literal

from core.content import Content, Text, read
from core.deploy.published.publication import publication_of
from core.deploy.published.table import measured_times
from core.deploy.which_home.timing import Timed
from core.project.guesses import Question
from core.project.project import Project
from core.project.records import RunRecord

Place = Literal["browser", "here", "host", "edge"]
Criterion = Literal["waiting", "bytes", "offline", "price"]
Figures = Mapping[Place, float | None]
PLACES: tuple[Place, ...] = ("browser", "here", "host", "edge")
CRITERIA: tuple[Criterion, ...] = ("waiting", "bytes", "offline", "price")

ORDER = Question[list[Place]]("guess_which_home_", list[Place], "order")  # about run and criterion


class PlaceText(Content):
    """A place: its name, what it is, what it costs in a year, and how long it takes to wake up."""

    name: Text
    about: Text
    euros_a_year: float
    wakes_in: float = 0.0
    offline: bool = False


class CriterionText(Content):
    """A criterion: its name, the question for the order, and what the figures say."""

    name: Text
    ask: Text
    told: Text


class HomeText(Content):
    """All words and dated figures of `assets/content/deploy_which_home.yaml`."""

    checked: Text
    megabits: float  # a second, that a phone sends
    intro: Text
    criterion: Text
    first: Text
    then: Text
    your_order: Text
    again: Text
    fits: Text
    fits_not: Text
    measuring: Text
    measure: Text
    not_yet: Text
    places: dict[Place, PlaceText]
    criteria: dict[Criterion, CriterionText]
    phones_told: Text
    phones_not: Text
    batch: Text
    batch_told: Text
    no_gpu: Text
    gpu_told: Text
    gpu_pays: Text
    gpu_pays_not: Text
    gain_none: Text
    gain_some: Text
    queue: Text
    visitors: Text
    servers: Text
    keeps_up: Text
    grows: Text
    enough: Text
    read_off: Text
    sentences: dict[str, Text]


@cache
def home_text() -> HomeText:
    """The words, checked."""
    return read("deploy_which_home.yaml", HomeText)


def about(run: RunRecord, criterion: Criterion) -> str:
    """What a guess of an order belongs to."""
    return f"{run.id}.{criterion}"


def figures(project: Project, timed: Timed) -> dict[Criterion, Figures]:
    """Criterion → place → its figure, the less the better: seconds for an answer, bytes that leave
    the phone, 0 for offline and 1 for not, euros a year. None where nobody has measured yet."""
    places = home_text().places
    return {
        "waiting": _waiting(project, timed),
        "bytes": {"browser": 0.0, "here": timed.sent, "host": timed.sent, "edge": 0.0},
        "offline": {place: float(not places[place].offline) for place in PLACES},
        "price": {place: places[place].euros_a_year for place in PLACES},
    }


def sending(size: float) -> float:
    """Seconds that a phone needs to send so many bytes."""
    return 8 * size / (1e6 * home_text().megabits)


def on_phones(project: Project) -> float | None:
    """Seconds of an answer of the published page, as visitors' phones measured; None without."""
    published = publication_of(project)
    times = measured_times(published.id) if published else []
    return median(one.milliseconds for one in times) / 1000 if times else None


def _waiting(project: Project, timed: Timed) -> Figures:
    """Of this server as phones told it, else the picture sent and the answer measured here. Of a
    browser nobody knows before somebody has opened it."""
    here = on_phones(project) or sending(timed.sent) + timed.one
    host = home_text().places["host"].wakes_in + sending(timed.sent) + timed.one
    return {"browser": None, "here": here, "host": host, "edge": timed.one}


def fits(order: Sequence[Place], found: Figures) -> bool:
    """Whether no place stands behind one with a larger figure; ties and unknown ones may stand
    anywhere."""
    known = [value for place in order if (value := found.get(place)) is not None]
    return all(
        one <= other or isclose(one, other, rel_tol=1e-9) for one, other in combinations(known, 2)
    )


def in_order(found: Figures) -> list[Place]:
    """The places by their figures, the least first; unknown ones last."""
    return sorted(PLACES, key=lambda place: _last_if_none(found[place]))


def _last_if_none(value: float | None) -> float:
    return float("inf") if value is None else value
