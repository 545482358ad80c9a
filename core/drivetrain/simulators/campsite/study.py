"""The campsite's assembly line: two models, planned seasons, the best threshold, a real season."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.drivetrain.simulators.arrays import Floats
from core.drivetrain.simulators.campsite.season import (
    TRUE_BELIEF,
    Belief,
    Seasons,
    fit_belief,
    run_seasons,
    thresholds,
)
from core.drivetrain.simulators.campsite.watching import RULES, season_pictures, watch, web_pictures

PLANNED, REAL = 5, 5
LOOKS = (0, 1, 2, 3, 4)
MEETING = (1, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Campsite:
    """The levers and the world: looks a night, what they are spent on, how many false alarms a
    meeting is as bad as, and which season."""

    looks: int = 2
    rule: str = "unwritten"
    meeting: int = 100
    seed: int = 1


@dataclass(frozen=True)
class Setting:
    """One threshold (0–1) and what a real season with it brings; the cost in false alarms."""

    threshold: float
    promised: float
    cost: float
    false_alarms: float
    meetings: float
    mistakes: float
    belief: tuple[float, ...]


@dataclass(frozen=True)
class Summer:
    """What the assembly line found: settings by name ("accurate", "half", "found" by the plan, and
    "truth", which is cheapest in the real season and known to nobody before), the whole
    curve at `thresholds` (planned and real cost), and the cost of each way to spend the looks at
    its own best threshold."""

    settings: dict[str, Setting]
    thresholds: Floats
    planned: Floats
    real: Floats
    mistakes: Floats
    by_rule: dict[str, Setting]
    belief: Belief


@dataclass(frozen=True)
class _Lived:
    planned: Seasons
    real: Seasons
    belief: Belief

    def setting(self, at: int, meeting: float) -> Setting:
        """What the threshold number `at` brings."""
        return Setting(
            threshold=float(thresholds()[at]),
            promised=float(self.planned.cost(meeting)[at]),
            cost=float(self.real.cost(meeting)[at]),
            false_alarms=float(self.real.false_alarms[at]),
            meetings=float(self.real.meetings[at]),
            mistakes=float(self.real.mistakes[at]),
            belief=tuple(float(share) for share in self.real.belief[at]),
        )

    def best(self, meeting: float) -> Setting:
        """The threshold that is cheapest in the planned seasons."""
        return self.setting(int(self.planned.cost(meeting).argmin()), meeting)


@lru_cache(maxsize=64)
def simulate(campsite: Campsite) -> Summer:
    """Fit, simulate, optimise, and live a real season. Deterministic."""
    lived = _lived(campsite.looks, campsite.rule, campsite.seed)
    meeting = float(campsite.meeting)
    accurate = int(lived.planned.mistakes.argmin())
    half = int(np.abs(thresholds() - 0.5).argmin())
    rules = {rule: _lived(campsite.looks, rule, campsite.seed) for rule in RULES}
    return Summer(
        settings={
            "accurate": lived.setting(accurate, meeting),
            "half": lived.setting(half, meeting),
            "found": lived.best(meeting),
            "truth": lived.setting(int(lived.real.cost(meeting).argmin()), meeting),
        },
        thresholds=thresholds(),
        planned=lived.planned.cost(meeting),
        real=lived.real.cost(meeting),
        mistakes=lived.real.mistakes,
        by_rule={rule: each.best(meeting) for rule, each in rules.items()},
        belief=lived.belief,
    )


@lru_cache(maxsize=32)
def _lived(looks: int, rule: str, seed: int) -> _Lived:
    """The seasons planned with and, on pictures of their own, the real ones."""
    web, belief = web_pictures(seed), fit_belief(seed)

    def seasons(number: int, purpose: int, campers: Belief) -> Seasons:
        pictures = season_pictures(number, seed, purpose)
        watched = watch(pictures, web, looks, rule, seed)
        return run_seasons(watched, pictures.bear, campers, thresholds())

    return _Lived(seasons(PLANNED, 1, belief), seasons(REAL, 2, TRUE_BELIEF), belief)
