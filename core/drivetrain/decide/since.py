"""What has changed since the learner decided."""

from typing import Literal

import numpy as np

from core.drivetrain.decide.decision import Decision
from core.drivetrain.decide.situation import Situation

Change = Literal["model", "pictures", "costs", "often", "looks"]


def changed_since(made: Decision, now: Situation) -> list[Change]:
    """What is no longer as it was decided on: another model, other pictures to learn from or to be
    judged by, what mistakes cost, how often classes turn up, how many looks there are."""
    then, today = made.costs, now.costs
    known = made.classes == now.judged.classes
    found: dict[Change, bool] = {
        "model": made.run_id != now.run_id,
        "pictures": made.pictures not in (None, len(now.judged.image_ids))
        or not (known and np.allclose(made.seen, now.judged.seen)),
        "costs": (then.table, then.look, then.unit) != (today.table, today.look, today.unit),
        "often": then.rates != today.rates,
        "looks": (then.looks_a_day, then.pictures_a_day)
        != (today.looks_a_day, today.pictures_a_day),
    }
    return [change for change, is_so in found.items() if is_so]
