"""The Simulator: a season at every alarm threshold, with campers who lose and regain belief."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import logit

from core.drivetrain.simulators.arrays import Bools, Floats, chance, stream
from core.drivetrain.simulators.campsite.watching import Watch

FORGET = 0.85
ALARMS_LAST_SEASON = 400


@dataclass(frozen=True)
class Belief:
    """The chance that people act on an alarm falls with their annoyance: false alarms, each
    counting `FORGET` times as much with every night that passes."""

    start: float
    slope: float

    def acts(self, annoyance: Floats) -> Floats:
        """Chance (0–1) that an alarm is acted on."""
        return chance(self.start + self.slope * annoyance)


TRUE_BELIEF = Belief(start=2.6, slope=-0.75)


@lru_cache(maxsize=32)
def fit_belief(seed: int) -> Belief:
    """What last season's alarms teach: for each, the annoyance of the night and who reacted."""
    from sklearn.linear_model import LogisticRegression

    rng = stream(seed, 23)
    annoyance = rng.gamma(1.5, 1.5, ALARMS_LAST_SEASON)
    reacted = rng.random(ALARMS_LAST_SEASON) < TRUE_BELIEF.acts(annoyance)
    model = LogisticRegression(C=10.0, solver="newton-cholesky").fit(annoyance[:, None], reacted)
    return Belief(float(model.intercept_[0]), min(0.0, float(model.coef_[0, 0])))


LOOK_COST = 0.2
SMALLEST, LARGEST, STEPS = 0.01, 0.995, 36


@dataclass(frozen=True)
class Seasons:
    """At each threshold (G,), means of a season: false alarms, meetings (a bear came and nobody
    acted), pictures named wrongly, looks; and the belief in the alarm night by night (G, T)."""

    false_alarms: Floats
    meetings: Floats
    mistakes: Floats
    looks: float
    belief: Floats

    def cost(self, meeting: float) -> Floats:
        """Cost of a season (G,), counted in false alarms; a meeting is as bad as `meeting`."""
        return self.false_alarms + meeting * self.meetings + LOOK_COST * self.looks


def thresholds() -> Floats:
    """The chances of a bear at which the alarm may be set off, evenly spaced in log-odds."""
    return chance(np.linspace(logit(SMALLEST), logit(LARGEST), STEPS))


def run_seasons(watch: Watch, bear: Bools, belief: Belief, at: Floats) -> Seasons:
    """Live through the seasons (S, T, P) at every threshold `at` (G,).

    What the ranger looks at is dealt with rightly; of the rest, an alarm sounds where the chance
    reaches the threshold, and keeps people safe only if they still act on it.
    """
    alarm = (watch.chance >= at[:, None, None, None]) & ~watch.looked
    false = (alarm & ~bear).sum(axis=-1)
    warned = (alarm & bear).sum(axis=-1)
    missed = (~alarm & ~watch.looked & bear).sum(axis=-1)
    acts = _belief_by_night(false, belief)
    return Seasons(
        false_alarms=false.sum(axis=-1).mean(axis=-1),
        meetings=(missed + warned * (1.0 - acts)).sum(axis=-1).mean(axis=-1),
        mistakes=(false + missed).sum(axis=-1).mean(axis=-1),
        looks=float(watch.looked.sum(axis=(-1, -2)).mean()),
        belief=acts.mean(axis=1),
    )


def _belief_by_night(false: Floats, belief: Belief) -> Floats:
    """Chance (G, S, T) that people act on an alarm, from the false ones of the nights before."""
    annoyance = np.zeros(false.shape)
    for night in range(1, false.shape[-1]):
        annoyance[..., night] = FORGET * annoyance[..., night - 1] + false[..., night - 1]
    return belief.acts(annoyance)
