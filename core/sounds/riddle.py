"""Which of two pictures is the sound that was asked for?"""

from dataclasses import dataclass

import numpy as np

from core.sounds.sound_set import PER_CLASS
from core.sounds.voices import KINDS

SIDES = ("A", "B")


@dataclass(frozen=True)
class Riddle:
    """Two sounds of two kinds, each (kind, seed); `answer` is the side of the one asked for."""

    kinds: tuple[str, str]
    seeds: tuple[int, int]
    answer: str

    @property
    def asked(self) -> str:
        """The kind that is to be found."""
        return self.kinds[SIDES.index(self.answer)]

    @property
    def other(self) -> str:
        """The kind that is not."""
        return self.kinds[1 - SIDES.index(self.answer)]


def riddle(number: int) -> Riddle:
    """The riddle of that number (from 0), always the same; none of its sounds is in the starter
    set. The first one asks for a knock."""
    random = np.random.default_rng(number)
    first, second = (str(kind) for kind in random.choice(KINDS, 2, replace=False))
    answer = str(random.choice(SIDES))
    if number == 0:
        first, second, answer = "rain", "knock", "B"
    low = PER_CLASS + 2 * number
    return Riddle((first, second), (low, low + 1), answer)
