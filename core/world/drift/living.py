"""Living through the year by a plan: which pictures get a label, what rings, when it learns."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.statistics import Floats, Score
from core.world.drift.signs import mix_of, stability
from core.world.drift.year import MONTHS, Rows, Year

Which = Literal["random", "unsure", "strange"]
When = Literal["never", "monthly", "quarterly", "alarm"]
What = Literal["all", "weighted", "newest"]
Sign = Literal["bet", "told", "mix", "sure", "labels"]
LINES: dict[Sign, tuple[float, ...]] = {
    "bet": (5.0, 10.0, 20.0, 50.0, 100.0),
    "told": (0.1, 0.05, 0.01, 0.001),
    "mix": (0.1, 0.25, 0.5, 1.0),
    "sure": (0.02, 0.05, 0.1, 0.2),
    "labels": (0.95, 0.9, 0.8, 0.7),
}  # from the quickest to ring to the slowest
USUAL: dict[Sign, float] = {"bet": 20.0, "told": 0.01, "mix": 0.25, "sure": 0.05, "labels": 0.8}
NEWEST = 100  # pictures
HALVES = 3.0  # months in which a picture loses half its weight
HURT = 0.1  # below month 1: from here an alarm is not a false one


@dataclass(frozen=True)
class Levers:
    """What the learner can pull: `labels` paid a month and `which` pictures get them, the `sign`
    that rings the alarm and its `line`, `when` to retrain and on `what`. `seed` is the luck."""

    labels: int = 15
    which: Which = "random"
    sign: Sign = "bet"
    line: float = USUAL["bet"]
    when: When = "alarm"
    what: What = "all"
    seed: int = 0


@dataclass(frozen=True)
class Signs:
    """What one sees of a month without true labels, held against a month before it: the mean
    confidence and how far it fell, the mean distance to the nearest class, the population stability
    index of the answers, how often a classifier tells the months apart and with what chance by
    luck, and the largest worth of a bet of 1. The month it is held against has no news."""

    sure: float
    fell: float
    strange: float
    mix: float
    told: Score
    luck: float
    bet: float


@dataclass(frozen=True, eq=False)
class Month:
    """A month as it was lived. `labelled` says how many of the paid labels the model had right;
    what is true, `said` (N,) beside `targets` (N,), is hidden from who works with the model."""

    signs: Signs
    labelled: Score
    said: Rows
    targets: Rows
    rang: bool
    retrained: bool

    @property
    def score(self) -> Score:
        """How many answers were right."""
        return Score(int((self.said == self.targets).sum()), len(self.said))


@dataclass(frozen=True, eq=False)
class _Model:
    """What the model learned, and the chances it gives to all pictures (N, C)."""

    since: int
    chances: Floats


def lived(year: Year, levers: Levers) -> list[Month]:
    """The months 1 … 12, one after the other; after each the model may change. Deterministic."""
    random = np.random.default_rng(levers.seed)
    paid = np.zeros(0, np.int64)
    model = _model(year, levers, paid, 0)
    months = []
    for number in range(1, MONTHS + 1):
        rows = year.of_month(number)
        asked = _asked(year, levers, model, rows, random)
        paid = np.concatenate([paid, asked])
        signs = signs_of(year, model.chances, max(model.since, 1), number)
        labelled = _score(year, model, asked)
        rang = number > max(model.since, 1) and rings(levers.sign, levers.line, signs, labelled)
        said = model.chances[rows].argmax(axis=1)
        retrain = len(asked) > 0 and number < MONTHS and _is_time(levers, number, rang)
        months.append(Month(signs, labelled, said, year.targets[rows], rang, retrain))
        if retrain:
            model = _model(year, levers, paid, number)
    return months


def signs_of(year: Year, chances: Floats, usual: int, number: int) -> Signs:
    """The signs of a month, held against the month `usual`, by a model's chances (N, C)."""
    now, before = year.of_month(number), year.of_month(usual)
    sure, sure_before = (_mean(chances[rows].max(axis=1)) for rows in (now, before))
    mixes = [mix_of(chances[rows].argmax(axis=1), year.classes) for rows in (before, now)]
    later = number > usual
    told = year.told_apart(usual, number) if later else None
    return Signs(
        sure=sure,
        fell=sure_before - sure,
        strange=_mean(year.strange[now]),
        mix=stability(mixes[0], mixes[1]),
        told=told.score if told else Score(0, 0),
        luck=told.chance if told else 1.0,
        bet=float(year.bet_since(usual)[number - usual - 1]) if later else 1.0,
    )


def rings(sign: Sign, line: float, signs: Signs, labelled: Score) -> bool:
    """Whether the sign is beyond the line."""
    return {
        "bet": signs.bet >= line,
        "told": signs.luck <= line,
        "mix": signs.mix >= line,
        "sure": signs.fell >= line,
        "labels": labelled.total > 0 and labelled.accuracy < line,
    }[sign]


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _score(year: Year, model: _Model, rows: Rows) -> Score:
    right = model.chances[rows].argmax(axis=1) == year.targets[rows]
    return Score(int(right.sum()), len(rows))


def _asked(
    year: Year, levers: Levers, model: _Model, rows: Rows, random: np.random.Generator
) -> Rows:
    """The rows of a month that get a label."""
    shuffled = random.permutation(rows)
    order = {
        "random": np.zeros(len(rows)),
        "unsure": model.chances[shuffled].max(axis=1),
        "strange": -year.strange[shuffled],
    }[levers.which]
    chosen: Rows = shuffled[np.argsort(order, kind="stable")[: levers.labels]]
    return chosen


def _is_time(levers: Levers, number: int, rang: bool) -> bool:
    return {
        "never": False,
        "monthly": True,
        "quarterly": number % 3 == 0,
        "alarm": rang,
    }[levers.when]


def _model(year: Year, levers: Levers, paid: Rows, number: int) -> _Model:
    """The model after the month `number`: of the start, and of the labels `paid` since."""
    learned = np.concatenate([year.of_month(0), paid])
    weights = np.ones(len(learned))
    if levers.what == "newest":
        learned, weights = learned[-NEWEST:], weights[-NEWEST:]
    if levers.what == "weighted":
        weights = 0.5 ** ((number - year.months[learned]) / HALVES)
    return _Model(number, year.chances(learned, weights, np.arange(len(year.targets))))
