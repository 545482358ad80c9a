"""Which pictures come in when: Bear World's rendered year, and three years of the learner's own.

Own pictures drift in two ways that have names. Covariate shift: the same kinds of thing look
different. Prior shift: they look the same, but some kinds turn up more often.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from core.evaluation.conditions import CONDITIONS
from core.project.project import Project
from core.project.records import ImageRecord
from core.starter.bear_sets import CLASSES, BearPicture, pictures
from core.vision.views import AS_IT_IS, View
from core.world.drift.year import MONTHS

Kind = Literal["summer", "camp", "both", "looks", "mix"]
KINDS: tuple[Kind, ...] = get_args(Kind)
RENDERED_YEARS: tuple[Kind, ...] = ("summer", "camp")
RENDERED = ("starter", "bear world")
LEARNED, A_MONTH = 300, 60  # pictures at most
LEARNED_SHARE = 0.4
FEWEST_EACH = 8  # fine pictures of a class, to learn from them alone
FEWEST = 60  # pictures for a year of one's own: three a month
CHANGES = ("far", "rain", "blur")
MOST_CHANGED = 0.9  # of the last month's pictures
SEED = 3


@dataclass(frozen=True)
class Arrival:
    """One picture of a year: where it lies, what it truly shows, the month (1 … 12; 0 for what is
    learned at first), and the condition under which it is seen then, "" for as it is."""

    id: str
    path: Path
    label: str
    month: int
    condition: str = ""
    strength: float = 0.0

    @property
    def view(self) -> View:
        """How it is looked at."""
        return CONDITIONS[self.condition].view(self.strength) if self.condition else AS_IT_IS


def first_kind(project: Project) -> Kind:
    """The year to open with: Bear World's where the pictures are rendered or too few for a year."""
    return "summer" if _rendered(project) or not enough(project) else "both"


def enough(project: Project) -> bool:
    """Whether there are pictures for a year of one's own."""
    return sum(project.dataset.classes().values()) >= FEWEST


def arrivals(project: Project, kind: Kind) -> list[Arrival]:
    """All pictures of the year, the learned ones first; the same each time."""
    if kind in RENDERED_YEARS:
        return _camp(project, kind == "summer")
    return _own(project, kind)


def _camp(project: Project, summer: bool) -> list[Arrival]:
    """Bear World's months. The learned pictures are the project's, with the learner's labels, where
    they are Bear World's; else those that ship, with their true ones. In `summer` only those taken
    by day, near and in fine weather are learned."""
    fine = _fine() if summer else None
    own = [one for one in _rendered(project) if fine is None or one.id in fine]
    if summer and min((count for count in _counted(own).values()), default=0) < FEWEST_EACH:
        own = []
    learned = _arriving(project, _some(own), 0) if own else _shipped(fine)
    known = {one.label for one in learned}
    return learned + [
        Arrival(_id_of(one), one.path, one.true, number)
        for number in range(1, MONTHS + 1)
        for one in pictures(f"month-{number:02d}")
        if one.true in known
    ]


def _shipped(fine: frozenset[str] | None) -> list[Arrival]:
    sound = [one for one in pictures() if one.fault in ("", "wrong label")]
    return [
        Arrival(_id_of(one), one.path, one.true, 0)
        for one in sound
        if fine is None or _id_of(one) in fine
    ]


def _counted(records: list[ImageRecord]) -> dict[str, int]:
    return Counter(one.label for one in records)


@lru_cache(maxsize=1)
def _fine() -> frozenset[str]:
    """The ids of the default set's pictures that were taken by day, near and in fine weather."""
    return frozenset(_id_of(one) for one in pictures() if _is_fine(one.conditions))


def _is_fine(seen: dict[str, Any]) -> bool:
    clear: bool = seen["fog"] == seen["rain"] == seen["hidden"] == 0 and seen["season"] < 0.4
    near: bool = seen["fill"] >= 0.65 and seen["time"] == "day"
    return clear and near and str(seen["background"]) != "snow"


def _rendered(project: Project) -> list[ImageRecord]:
    """The project's pictures of Bear World, the test set aside; none where they show one class."""
    found = [
        one
        for one in project.dataset.images()
        if one.source in RENDERED and one.label in CLASSES and one.split != "test"
    ]
    return found if len({one.label for one in found}) > 1 else []


@lru_cache(maxsize=2048)
def _id_of(picture: BearPicture) -> str:
    """The id the picture would have in a project."""
    return hashlib.sha256(picture.path.read_bytes()).hexdigest()


def _own(project: Project, kind: Kind) -> list[Arrival]:
    """Two fifths of each class are learned; the others come in, each in one month."""
    random = np.random.default_rng(SEED)
    records = [one for one in project.dataset.images() if one.split != "test"]
    vocab = sorted({one.label for one in records})
    learned: list[ImageRecord] = []
    coming: list[ImageRecord] = []
    for label in vocab:
        of_class = sorted((one for one in records if one.label == label), key=lambda one: one.id)
        count = -(-len(of_class) * 2 // 5)
        learned, coming = learned + of_class[:count], coming + of_class[count:]
    result = _arriving(project, _some(learned), 0)
    number_of = dict.fromkeys(range(1, MONTHS + 1), 0)
    for place in random.permutation(len(coming)):
        record = coming[int(place)]
        odds = _odds(record.label == vocab[0]) if kind in ("mix", "both") else _even()
        number = 1 + int(random.choice(MONTHS, p=odds))
        number_of[number] += 1
        if number_of[number] <= A_MONTH:
            look = _look(number, random) if kind in ("looks", "both") else ("", 0.0)
            result += _arriving(project, [record], number, *look)
    return sorted(result, key=lambda one: one.month)


def _some(records: list[ImageRecord]) -> list[ImageRecord]:
    """At most `LEARNED` of them, spread over the ids."""
    ordered = sorted(records, key=lambda one: one.id)
    return ordered if len(ordered) <= LEARNED else ordered[:LEARNED]


def _arriving(
    project: Project,
    records: Sequence[ImageRecord],
    month: int,
    condition: str = "",
    strength: float = 0.0,
) -> list[Arrival]:
    path = project.dataset.image_path
    return [Arrival(one.id, path(one.id), one.label, month, condition, strength) for one in records]


def _even() -> np.ndarray:
    return np.full(MONTHS, 1 / MONTHS)


def _odds(rising: bool) -> np.ndarray:
    """How likely a picture of a class comes in each month, (12,): one class turns up more and more
    often, the others less and less."""
    slope = np.linspace(0.3, 2.0, MONTHS) if rising else np.linspace(1.35, 0.65, MONTHS)
    odds: np.ndarray = slope / slope.sum()
    return odds


def _look(number: int, random: np.random.Generator) -> tuple[str, float]:
    """As the picture is, or changed: more often and more strongly month by month."""
    late = (number - 1) / (MONTHS - 1)
    if random.random() >= MOST_CHANGED * late:
        return "", 0.0
    name = CHANGES[int(random.integers(len(CHANGES)))]
    return name, 1.0 if late > 0.6 else 0.75 if late > 0.3 else 0.5
