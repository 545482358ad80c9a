"""What a year cost, in the learner's units: labels, mistakes, and alarms for nothing."""

from dataclasses import dataclass

import numpy as np

from core.drivetrain.costs.stakes import Stakes
from core.world.drift.living import HURT, Month

LOOKS_AN_ALARM = 10  # pictures somebody looks at because an alarm rang


@dataclass(frozen=True)
class Bill:
    """Counts, and what they cost in the unit of the stakes."""

    labels: int
    mistakes: int
    false_alarms: int
    for_labels: float
    for_mistakes: float
    for_alarms: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.for_labels + self.for_mistakes + self.for_alarms


def bill_of(months: list[Month], stakes: Stakes, usual: float) -> Bill:
    """The bill of a year. A label costs a look, a false alarm as many as `LOOKS_AN_ALARM`, and a
    wrong answer what acting on it costs more than the right action; `usual` (0…1) is how often the
    model was right in month 1."""
    said = np.concatenate([month.said for month in months])
    targets = np.concatenate([month.targets for month in months])
    labels = sum(month.labelled.total for month in months)
    alarms = sum(month.rang and not is_hurt(month, usual) for month in months)
    return Bill(
        labels=labels,
        mistakes=int((said != targets).sum()),
        false_alarms=alarms,
        for_labels=labels * stakes.look,
        for_mistakes=float(stakes.excess[stakes.right_action[said], targets].sum()),
        for_alarms=alarms * LOOKS_AN_ALARM * stakes.look,
    )


def is_hurt(month: Month, usual: float) -> bool:
    """Whether the model is right `HURT` less often in the month than is `usual`, or worse."""
    return month.score.total > 0 and month.score.accuracy <= usual - HURT


def first_hurt(months: list[Month], usual: float) -> int | None:
    """The first month (1 … 12) in which it is; None for a good year."""
    return next((n for n, one in enumerate(months, 1) if is_hurt(one, usual)), None)
