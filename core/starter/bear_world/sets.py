"""The sets that come with the app: the default one, what is held back, a biased one, a year."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from core.content import says
from core.starter.bear_world.arrays import Random
from core.starter.bear_world.faults import Planned, plant
from core.starter.bear_world.scene import (
    INDOORS,
    KINDS,
    OUTDOORS,
    Subject,
    draw_subject,
    lookalike,
    outdoors,
)

DEFAULT, BIASED = "default", "bias"
MONTHS, A_MONTH = 12, 60
Condition = Callable[[Subject, Random], Subject]


@dataclass(frozen=True)
class PictureSet:
    """A set to render: `about` is what the learner reads; `condition` changes every subject.
    `each` is how many of every kind, or of each of KINDS in their order."""

    name: str
    about: str
    each: int | tuple[int, ...]
    seed: int
    condition: Condition = lambda subject, random: subject
    bias: bool = False
    faults: bool = False

    def pictures(self) -> list[Planned]:
        """Every file of the set, planned: the same list every time."""
        counts = (self.each,) * len(KINDS) if isinstance(self.each, int) else self.each
        clean = [
            self._planned(kind, number)
            for number in range(max(counts))
            for kind, count in zip(KINDS, counts, strict=True)
            if number < count
        ]
        return plant(clean, np.random.default_rng(self.seed)) if self.faults else clean

    def _planned(self, kind: str, number: int) -> Planned:
        seed = self.seed + number * len(KINDS) + KINDS.index(kind)
        random = np.random.default_rng(seed)
        subject = self.condition(draw_subject(kind, random, bias=self.bias), random)
        return Planned(f"{kind}-{number + 1:03d}.jpg", kind, subject, seed)


def _clear(subject: Subject, **changes: object) -> Subject:
    """`subject` by day, unhidden and in fair weather, so that only `changes` are different."""
    fair = {"time": "day", "hidden": 0.0, "rain": 0.0, "fog": 0.0}
    return replace(subject, **{**fair, **changes})  # type: ignore[arg-type]


def _open_air(random: Random) -> str:
    return str(random.choice(OUTDOORS))


def _night(subject: Subject, random: Random) -> Subject:
    return _clear(subject, time="night", background=_open_air(random))


def _low_resolution(subject: Subject, random: Random) -> Subject:
    return _clear(subject, resolution=int(random.integers(30, 44)))


def _from_behind(subject: Subject, random: Random) -> Subject:
    return _clear(subject, yaw=float(random.uniform(160, 200)))


def _far_away(subject: Subject, random: Random) -> Subject:
    return _clear(subject, fill=float(random.uniform(0.13, 0.2)), background=_open_air(random))


def _half_hidden(subject: Subject, random: Random) -> Subject:
    return _clear(subject, hidden=float(random.uniform(0.6, 0.85)), background=_open_air(random))


def _swapped(subject: Subject, random: Random) -> Subject:
    elsewhere = OUTDOORS if subject.kind == "teddy" else INDOORS
    return _clear(lookalike(subject, random), background=str(random.choice(elsewhere)))


def _month(number: int) -> Condition:
    """Month 1 is high summer, month 12 deep winter: snow, short days, fog, farther bears."""
    winter = (number - 1) / (MONTHS - 1)

    def condition(subject: Subject, random: Random) -> Subject:
        odds = (
            np.array([0.35, 0.35, 0.25, 0.05]) * (1 - winter)
            + np.array([0.2, 0.0, 0.1, 0.7]) * winter
        )
        dark = random.random() < 0.55 * winter
        return _clear(
            subject,
            background=str(random.choice(OUTDOORS, p=odds)),
            season=winter,
            time="night" if dark and random.random() < 0.6 else "dusk" if dark else "day",
            fog=float(random.uniform(0.3, 0.8)) if random.random() < 0.5 * winter else 0.0,
            fill=float(subject.fill * (1 - 0.45 * winter)),
            resolution=round(224 - 150 * winter * random.random()),
        )

    return condition


def _turning_up(number: int) -> tuple[int, ...]:
    """How many of each of KINDS a month has: 60 in all, fewer and fewer teddies, for there are
    fewer and fewer visitors to lose one."""
    teddies = 24 - 2 * round(7 * (number - 1) / (MONTHS - 1))
    wild = (A_MONTH - teddies) // 2
    return wild, wild, teddies


def _months() -> list[PictureSet]:
    return [
        PictureSet(
            f"month-{n:02d}",
            says("starter", "month", number=n),
            _turning_up(n),
            700_000 + 1000 * n,
            _month(n),
        )
        for n in range(1, MONTHS + 1)
    ]


HELD_BACK = (
    PictureSet("night", says("starter", "seen_by_trail"), 12, 200_000, _night),
    PictureSet("low-resolution", says("starter", "from_camera_with"), 12, 210_000, _low_resolution),
    PictureSet("from-behind", says("starter", "turned_away_from"), 12, 220_000, _from_behind),
    PictureSet("far-away", says("starter", "far_away_bear"), 12, 230_000, _far_away),
    PictureSet("half-hidden", says("starter", "more_than_half"), 12, 240_000, _half_hidden),
    PictureSet(
        "swapped-backgrounds", says("starter", "teddies_outdoors_wild"), 12, 250_000, _swapped
    ),
)
SETS = {
    chosen.name: chosen
    for chosen in (
        PictureSet(DEFAULT, says("starter", "each_bear_with"), 100, 100_000, faults=True),
        *HELD_BACK,
        PictureSet(BIASED, says("starter", "all_teddies_indoors"), 30, 300_000, bias=True),
        *_months(),
    )
}


MOST = 300


@dataclass(frozen=True)
class Order:
    """`each` pictures of every kind from `seed` on; `controls` fixes what is not drawn at random.

    `controls` holds fields of Subject; a control that no picture of a kind can have (a pose, a
    coat) is better left out. With `bias` the background gives the class away.
    """

    kinds: tuple[str, ...] = KINDS
    each: int = 10
    seed: int = 1
    bias: bool = False
    controls: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many pictures that makes."""
        return len(self.kinds) * self.each

    def pictures(self) -> list[Planned]:
        """Every picture, planned; the kinds take turns, so that a stopped order is balanced. Raises
        ValueError for an order that is too large or has an unknown kind or control."""
        self._check()
        return [self._planned(kind, number) for number in range(self.each) for kind in self.kinds]

    def _planned(self, kind: str, number: int) -> Planned:
        random = np.random.default_rng([self.seed, number, KINDS.index(kind)])
        subject = replace(draw_subject(kind, random, bias=self.bias), **self.controls)
        if not outdoors(subject.background):
            subject = replace(subject, rain=0.0, fog=0.0, hidden=0.0)
        seed = int(random.integers(2**31))
        return Planned(f"{kind}-{self.seed}-{number + 1:03d}.jpg", kind, subject, seed)

    def _check(self) -> None:
        unknown = set(self.controls) - {control.name for control in fields(Subject)}
        if unknown or not set(self.kinds) <= set(KINDS):
            raise ValueError(f"not known: {sorted(unknown) or self.kinds}")
        if not 1 <= self.total <= MOST:
            raise ValueError(says("starter", "order", most=MOST))
