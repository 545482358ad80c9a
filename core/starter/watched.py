"""A training to watch: quick training on a few pictures of Bear World, and how it went on the way.

Nothing of it is written down beforehand. The pictures are looked at and the heads are fitted when
somebody first asks on a machine; what the pictures became is kept with all other embeddings.
"""

import hashlib
import threading
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.starter.bear_sets import CLASSES, BearPicture, pictures
from core.training.quick.head import Head, fit_head
from core.vision.embeddings import embed_files
from core.vision.recipe import Recipe

SEEN = (2, 4, 8, 14, 20)  # pictures of each class at every step
HELD_OUT = 6  # of each class, never learned from
Vectors = NDArray[np.float32]
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Step:
    """How many pictures were learned from by then, and of each class how many of the `HELD_OUT`
    were named right."""

    seen: int
    right: dict[str, int]


@dataclass(frozen=True)
class Landed:
    """A held-out picture, the class the model called it, and how sure it was (0…1)."""

    picture: BearPicture
    called: str
    sure: float

    @property
    def right(self) -> bool:
        """Whether it landed in its own class."""
        return self.called == self.picture.true


@dataclass(frozen=True)
class Watched:
    """One training: what was learned from, in order, the steps, and where the others landed."""

    learned: tuple[BearPicture, ...]
    steps: tuple[Step, ...]
    landed: tuple[Landed, ...]

    @property
    def right(self) -> int:
        """How many of the held-out pictures landed right in the end."""
        return sum(one.right for one in self.landed)

    def hardest(self, count: int) -> tuple[Landed, ...]:
        """The held-out pictures to ask somebody about: wrong ones first, then the least sure."""
        return tuple(sorted(self.landed, key=lambda one: (one.right, one.sure))[:count])


def watched_training() -> Watched:
    """Train on Bear World as quick training does, step by step; the same for everybody, worked out
    once in a process. Raises BackboneUnavailable."""
    with _ONE_AT_A_TIME:
        return _trained()


def to_learn_from() -> tuple[BearPicture, ...]:
    """The pictures it learns from, one of each class after the other."""
    return tuple(
        picture for row in zip(*(_of(name) for name in CLASSES), strict=True) for picture in row
    )[: SEEN[-1] * len(CLASSES)]


@cache
def _trained() -> Watched:
    learned, held_out = to_learn_from(), _held_out()
    vectors = embed_files(
        [(_id(one), one.path) for one in (*learned, *held_out)], Recipe().preprocess()
    )
    known, new = vectors[: len(learned)], vectors[len(learned) :]
    heads = [_head(learned[: each * len(CLASSES)], known) for each in SEEN]
    steps = tuple(
        Step(each * len(CLASSES), _right(head, held_out, new))
        for each, head in zip(SEEN, heads, strict=True)
    )
    return Watched(learned, steps, _landed(heads[-1], held_out, new))


def _head(learned: tuple[BearPicture, ...], vectors: Vectors) -> Head:
    targets = np.array([CLASSES.index(one.true) for one in learned])
    return fit_head(vectors[: len(learned)], targets, list(CLASSES)).head


def _landed(head: Head, held_out: tuple[BearPicture, ...], vectors: Vectors) -> tuple[Landed, ...]:
    return tuple(
        Landed(one, CLASSES[int(shares.argmax())], float(shares.max()))
        for one, shares in zip(held_out, head.probabilities(vectors), strict=True)
    )


def _right(head: Head, held_out: tuple[BearPicture, ...], vectors: Vectors) -> dict[str, int]:
    landed = _landed(head, held_out, vectors)
    return {name: sum(o.right for o in landed if o.picture.true == name) for name in CLASSES}


def _of(name: str) -> list[BearPicture]:
    """The pictures of a class that nothing is wrong with."""
    return [one for one in pictures() if one.true == name and not one.fault][: SEEN[-1] + HELD_OUT]


def _held_out() -> tuple[BearPicture, ...]:
    rows = zip(*(_of(name)[SEEN[-1] :] for name in CLASSES), strict=True)
    return tuple(picture for row in rows for picture in row)


def _id(picture: BearPicture) -> str:
    return hashlib.sha256(picture.path.read_bytes()).hexdigest()
