"""What a learner orders from Bear World: how many of which bears, and the controls they set."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from core.starter.bear_world.faults import Planned
from core.starter.bear_world.scene import KINDS, Subject, draw_subject, outdoors

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
        """Every picture, planned; the kinds take turns, so that a stopped order is balanced.

        Raises ValueError for an order that is too large or has an unknown kind or control.
        """
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
            raise ValueError(
                f"Bear World does not know {', '.join(sorted(unknown)) or self.kinds}."
            )
        if not 1 <= self.total <= MOST:
            raise ValueError(f"Order between 1 and {MOST} pictures at a time.")
