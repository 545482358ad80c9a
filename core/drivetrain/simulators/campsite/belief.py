"""Whether campers act on an alarm: the boy who cried wolf, as a model fitted on last season."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sklearn.linear_model import LogisticRegression

from core.drivetrain.simulators.arrays import Floats, chance, stream

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
    rng = stream(seed, 23)
    annoyance = rng.gamma(1.5, 1.5, ALARMS_LAST_SEASON)
    reacted = rng.random(ALARMS_LAST_SEASON) < TRUE_BELIEF.acts(annoyance)
    model = LogisticRegression(C=10.0, solver="newton-cholesky").fit(annoyance[:, None], reacted)
    return Belief(float(model.intercept_[0]), min(0.0, float(model.coef_[0, 0])))
