"""What is at stake, as numbers: what each action costs for each class, how often, who can look."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.statistics import Floats


@dataclass(frozen=True, eq=False)
class Stakes:
    """The decision problem of one stream of pictures.

    `table` (A, C) is the cost of each action when the picture really shows each class; `rates` (C,)
    sum to 1 and say how often each class turns up; `look` is the price of a human look and
    `capacity` (0–1) the share of pictures a human can look at. `idle` indexes `actions`.
    """

    classes: list[str]
    actions: list[str]
    idle: int
    table: Floats
    rates: Floats
    look: float
    capacity: float

    @property
    def best(self) -> Floats:
        """The cost of the right action for each class, (C,)."""
        lowest: Floats = self.table.min(axis=0)
        return lowest

    @property
    def right_action(self) -> NDArray[np.intp]:
        """The cheapest action for each class, (C,) indices into `actions`."""
        cheapest: NDArray[np.intp] = self.table.argmin(axis=0)
        return cheapest

    @property
    def asking(self) -> Floats:
        """The cost of asking a human for each class, (C,): the look, then the right action."""
        return self.best + self.look

    @property
    def excess(self) -> Floats:
        """What each action costs more than the right one, (A, C)."""
        return self.table - self.best
