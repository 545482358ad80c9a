"""Thirty nights, many times over: which pictures come by, and what each would cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.drivetrain.decide.situation import Situation
from core.statistics import Floats
from core.world.rollout.camp import (
    A_NIGHT,
    CAMERAS,
    NIGHTS,
    SUPERVISED,
    Flags,
    JudgedShots,
    Pool,
    Rows,
    pool,
)
from core.world.rollout.expansion import Expansion

TRIES = 200


@dataclass(frozen=True, eq=False)
class Camp:
    """`home` is the first camera up to night 20, `first` the same on each night after that; the
    cameras `night` and `far` join then. A person's look costs `look`."""

    home: Pool
    first: tuple[Pool, ...]
    night: Pool
    far: Pool
    look: float

    def pools(self, night: int) -> list[Pool]:
        """The cameras that are there on night 1 … 30, in the order of CAMERAS."""
        late = night - SUPERVISED - 1
        return [self.home] if late < 0 else [self.first[late], self.night, self.far]


@dataclass(frozen=True, eq=False)
class Nights:
    """S tries of thirty nights. All arrays are (S, NIGHTS, cameras, A_NIGHT): `rows` of the pools,
    costs `alone` and by `hand`, and where the model `missed` or `asks`; zeros where a camera is not
    there yet. `turn` (the same shape) is the order in which pictures are checked in the morning.
    """

    rows: Rows
    alone: Floats
    hand: Floats
    missed: Flags
    asks: Flags
    turn: Floats
    look: float

    def only(self, row: int) -> "Nights":
        """One try of them."""
        one = slice(row, row + 1)
        names = ("rows", "alone", "hand", "missed", "asks", "turn")
        return replace(self, **{name: getattr(self, name)[one] for name in names})


def camp(now: Situation, home: JudgedShots, grown: Expansion) -> Camp:
    """The cameras under the learner's rule and costs."""
    made = {id(one): pool(now, one) for one in grown.first}
    first = tuple(made[id(one)] for one in grown.first)
    return Camp(
        pool(now, home), first, pool(now, grown.night), pool(now, grown.far), now.stakes.look
    )


def home_nights(home: Pool, seed: int, tries: int = TRIES) -> Rows:
    """Rows of the first camera's pictures on nights 1 to 20, (tries, 20, A_NIGHT). Pictures come by
    as often as their class does in real life; one may come more than once."""
    random = np.random.default_rng([seed, 0])
    return _came_by(random, home, (tries, SUPERVISED, A_NIGHT))


def thirty_nights(camp: Camp, seed: int, tries: int = TRIES) -> Nights:
    """So many tries, each with pictures of its own; the same ones for the same seed."""
    shape = (tries, NIGHTS, len(CAMERAS), A_NIGHT)
    random = np.random.default_rng([seed, 1])
    rows, values = np.zeros(shape, np.int64), _nothing(shape)
    for night in range(1, NIGHTS + 1):
        pools = camp.pools(night)
        for camera, one in enumerate(pools if night > SUPERVISED else []):
            rows[:, night - 1, camera] = _came_by(random, one, (tries, A_NIGHT))
    rows[:, :SUPERVISED, 0] = home_nights(camp.home, seed, tries)
    for night in range(1, NIGHTS + 1):
        for camera, one in enumerate(camp.pools(night)):
            here = rows[:, night - 1, camera]
            for name, array in values.items():
                array[:, night - 1, camera] = getattr(one, name)[here]
    return Nights(rows=rows, turn=random.random(shape), look=camp.look, **values)


def _nothing(shape: Sequence[int]) -> dict[str, np.ndarray]:
    kinds = {"alone": np.float64, "hand": np.float64, "missed": np.bool_, "asks": np.bool_}
    return {name: np.zeros(shape, kind) for name, kind in kinds.items()}


def _came_by(random: np.random.Generator, one: Pool, shape: tuple[int, ...]) -> Rows:
    return random.choice(len(one.weights), size=shape, p=one.weights)


def bad_from_the_start(usual: Camp) -> Camp:
    """The same camp, but the first camera sees from night 1 on what it would see on night 30."""
    last = usual.first[-1]
    return replace(usual, home=last, first=(last,) * len(usual.first))
