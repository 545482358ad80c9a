"""Rules for going on, stopping and going back, as numbers; what happens by them, and what costs.

Nights 1–10: people do everything, the model answers in parallel. Nights 11–20: one camera, a person
looks at every answer before it counts. Nights 21–30: the model works alone wherever the rules let
it, and some of its answers are checked each morning.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from core.drivetrain.costs.costs import Costs
from core.drivetrain.decide.policy import cheapest_policy
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.stream import stream
from core.project.project import Project
from core.project.settings import Setting
from core.statistics import Floats
from core.world.rollout.camp import A_NIGHT, BY_HAND, CAMERAS, NIGHTS, SUPERVISED, Flags
from core.world.rollout.nights import Nights

MORNINGS = 3  # that the rule for going back looks at together
MOST_GO, MOST_STOP, MOST_BACK, MOST_CHECKED = 40, 12, 24, 36
Counts = NDArray[np.int64]


class Rules(BaseModel):
    """`go`: so many misses in ten nights are allowed before the next step. `stop`: so many in one
    night, and people do everything again. `back`: so many in `MORNINGS` mornings, and the new
    cameras go back to people. `checked` answers of the model are looked at each morning."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    go: Annotated[int, Field(ge=0, le=MOST_GO)] = 15
    stop: Annotated[int, Field(ge=1, le=MOST_STOP)] = 5
    back: Annotated[int, Field(ge=1, le=MOST_BACK)] = 5
    checked: Annotated[int, Field(ge=0, le=MOST_CHECKED)] = 9


RULES = Setting[Rules | None]("rollout_rules", Rules | None, lambda: None)


def kept_rules(project: Project) -> Rules | None:
    """The rules that the learner wrote first; None while there are none."""
    return project.settings.get(RULES)


@dataclass(frozen=True, eq=False)
class Course:
    """How S tries of thirty nights went, (S, NIGHTS) each: what the night `cost`, on how many
    `cameras` the model worked alone, misses `found` in the morning, and `unseen` by anybody."""

    cost: Floats
    cameras: Counts
    found: Counts
    unseen: Counts

    @property
    def total(self) -> Floats:
        """What all thirty nights cost, (S,)."""
        cost: Floats = self.cost.sum(axis=1)
        return cost


def followed(nights: Nights, rules: Rules, begins: Counts | None = None) -> Course:
    """Follow the rules. `begins` (S,) is on how many cameras the model works alone from night 21 on
    (0, 1 or 3) where that was decided otherwise, as by a learner's own nights."""
    shape = nights.rows.shape[:2]
    cost = nights.hand.sum(axis=(2, 3))
    cameras, found, unseen = (np.zeros(shape, np.int64) for _ in range(3))
    alone = begins_alone(nights, rules) if begins is None else begins
    for night in range(SUPERVISED, NIGHTS):
        cameras[:, night] = alone
        cost[:, night], found[:, night], unseen[:, night] = _one_night(nights, night, alone, rules)
        back = _recent(found, night) >= rules.back
        alone = np.where(back, np.minimum(alone, 1), alone)
        alone = np.where(found[:, night] >= rules.stop, 0, alone)
    return Course(cost, cameras, found, unseen)


def begins_alone(nights: Nights, rules: Rules) -> Counts:
    """On how many cameras the model works alone on night 21, (S,): 3 if it passed both times, 1 if
    it passed the second time only, else 0; and 0 after the red button."""
    misses = nights.missed.sum(axis=(2, 3))
    first, second = misses[:, :BY_HAND], misses[:, BY_HAND:SUPERVISED]
    return alone_after(first.sum(axis=1), second, rules)


def alone_after(first: Counts, second: Counts, rules: Rules) -> Counts:
    """The same from the misses of nights 1–10 together, `first` (S,), and of each of nights 11–20,
    `second` (S, 10). The red button can only be pressed while the model is at work."""
    at_work = first <= rules.go
    stopped = at_work & (second >= rules.stop).any(axis=1)
    passed = ~stopped & (second.sum(axis=1) <= rules.go)
    return np.where(passed, np.where(at_work, len(CAMERAS), 1), 0)


def live_cost(nights: Nights) -> Floats:
    """What each night costs if the model works alone from the first day, unwatched, (S, NIGHTS)."""
    cost: Floats = nights.alone.sum(axis=(2, 3))
    return cost


def never_cost(nights: Nights) -> Floats:
    """What each night costs if people go on looking at every picture, (S, NIGHTS)."""
    cost: Floats = nights.hand.sum(axis=(2, 3))
    return cost


def morning(nights: Nights, night: int, alone: Counts, rules: Rules) -> tuple[Flags, Flags]:
    """After night `night` (0 … NIGHTS − 1) with the model on `alone` cameras (S,): which of its
    answers are looked at, and which are misses, both (S, cameras, A_NIGHT)."""
    by_model = (np.arange(len(CAMERAS)) < alone[:, None])[..., None]
    works = by_model & ~nights.asks[:, night]
    looked = checked_in_turn(works, nights.turn[:, night], rules.checked)
    return looked, nights.missed[:, night] & by_model


def events(course: Course, rules: Rules, row: int = 0) -> dict[int, str]:
    """Night (21 … 30) → "stop" or "back", where the rules changed something in one try."""
    happened = {}
    for night in range(SUPERVISED, NIGHTS):
        cameras, found = course.cameras[row, night], course.found[row]
        if cameras and found[night] >= rules.stop:
            happened[night + 1] = "stop"
        elif cameras > 1 and _recent(course.found, night)[row] >= rules.back:
            happened[night + 1] = "back"
    return happened


def _recent(found: Counts, night: int) -> Counts:
    """Misses found in the last `MORNINGS` mornings, (S,)."""
    recent: Counts = found[:, max(SUPERVISED, night - MORNINGS + 1) : night + 1].sum(axis=1)
    return recent


def _one_night(
    nights: Nights, night: int, alone: Counts, rules: Rules
) -> tuple[Floats, Counts, Counts]:
    """Cost (S,), misses found and misses unseen of one night with the model on `alone` cameras."""
    looked, missed = morning(nights, night, alone, rules)
    by_model = (np.arange(len(CAMERAS)) < alone[:, None])[..., None]
    cost = np.where(by_model, nights.alone[:, night], nights.hand[:, night]).sum(axis=(1, 2))
    cost = cost + nights.look * looked.sum(axis=(1, 2))
    return cost, (missed & looked).sum(axis=(1, 2)), (missed & ~looked).sum(axis=(1, 2))


def checked_in_turn(works: Flags, turn: Floats, checked: int) -> Flags:
    """Which answers are looked at in the morning: the first `checked` in `turn` of those that the
    model gave alone; all arrays are (S, cameras, A_NIGHT)."""
    flat = np.where(works, turn, np.inf).reshape(len(works), len(CAMERAS) * A_NIGHT)
    place = flat.argsort(axis=1).argsort(axis=1).reshape(works.shape)
    return works & (place < checked)


@lru_cache(maxsize=32)
def with_costlier_mistakes(now: Situation, times: int) -> Situation:
    """`now`, where what a mistake costs more than the right action is `times` as much (1 or more);
    the rule follows the new costs, and a person's look costs what it did."""
    if times == 1:
        return now
    costs = _costlier(now.costs, times)
    stakes = costs.stakes(now.judged.classes)
    pictures = stream(now.judged, stakes)
    policy = cheapest_policy(stakes, pictures)
    return Situation(now.run_id, costs, now.judged, stakes, pictures, policy)


def _costlier(costs: Costs, times: int) -> Costs:
    best = {when: min(row[when] for row in costs.table.values()) for when in costs.classes}
    table = {
        action: {when: best[when] + times * (cost - best[when]) for when, cost in row.items()}
        for action, row in costs.table.items()
    }
    return costs.changed(table=table)
