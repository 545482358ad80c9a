"""Which classes are possible: sets that promise to hold the true class, and whether they do.

Conformal prediction, class by class (Mondrian): a class is possible while enough of the pictures
that are known to be of it got as small a share from the model, or a smaller one. On pictures like
the known ones the true class is then left out at most as often as was promised; elsewhere nobody
promises anything (Vovk and others, 2005; Boström's crepes does the arithmetic).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.evaluation.abroad import TROUBLES, Abroad, NotJudged
from core.jobs.background import Background, Job, stop_here
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.statistics import Floats
from core.training.outcome import Outcome

ERRORS = (0.05, 0.1, 0.2, 0.3)
USUAL_ERROR = 0.1
HALVES = 40
COARSE = 50  # fewer known pictures: the promise comes in large steps
Targets = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Asked:
    """How possible each class of some pictures is: `p` (N, C) in 0…1, their true `targets` (N,) and
    their `rows` (N,) in the outcome they are from."""

    p: Floats
    targets: Targets
    rows: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Possible:
    """The validation pictures halved `HALVES` times: one half is known, the other is asked about,
    at `home` and `abroad`. `known` pictures are in a half, `fewest` of its smallest class."""

    home: list[Asked]
    abroad: list[Asked]
    known: int
    fewest: int


@dataclass(frozen=True)
class Reached:
    """How often the true class was among the possible ones, on average over the halves; nine
    halves in ten lie from `low` to `high`. `size` is how many classes were possible on average."""

    share: float
    low: float
    high: float
    size: float


POSSIBLE = Background[Possible]("possible", at_once=2, kept=EVERYBODY, sentences=TROUBLES)


def p_values(known: Floats, targets: Targets, asked: Floats) -> Floats:
    """How possible each class of each asked picture is, (M, C) in 0…1, from the model's shares for
    them (M, C) and for the `known` pictures (N, C) with their classes (N,). 1 for a class of which
    nothing is known."""
    from crepes import ConformalClassifier

    strangeness = 1 - known[np.arange(len(known)), targets]
    calibrated = ConformalClassifier().fit(strangeness, bins=targets)
    columns = [
        calibrated.predict_p(1 - asked[:, one], bins=np.full(len(asked), one), smoothing=False)
        for one in range(asked.shape[1])
    ]
    return np.stack(columns, axis=1)


def possible(asked: Asked, error: float) -> NDArray[np.bool_]:
    """Which classes are possible (N, C) where the truth may be left out with this share (0…1)."""
    return asked.p > error + 1e-9


def reached(halves: list[Asked], error: float) -> Reached:
    """What the promise 1 − `error` came to."""
    sets = [possible(one, error) for one in halves]
    shares = [
        float(chosen[np.arange(len(one.targets)), one.targets].mean())
        for one, chosen in zip(halves, sets, strict=True)
    ]
    low, high = np.quantile(shares, (0.05, 0.95))
    size = float(np.mean([chosen.sum(axis=1).mean() for chosen in sets]))
    return Reached(float(np.mean(shares)), float(low), float(high), size)


def always_possible(fewest: int, error: float) -> bool:
    """Whether a class with so few known pictures can never be ruled out."""
    return 1 / (fewest + 1) > error


def look_for_possible(project: Project, found: Abroad, about: str) -> None:
    """Work out `possible_answers` in the background: POSSIBLE, about this."""

    def work(job: Job[Possible]) -> Possible:
        return possible_answers(found, job)

    POSSIBLE.start(project, work, about=about)


def possible_answers(found: Abroad, job: Job[Possible] | None = None) -> Possible:
    """Both sides asked about with each half. Raises NotJudged where there is nothing to halve,
    Stopped."""
    same = found.home.image_ids == found.abroad.image_ids
    home, abroad, fewest = [], [], len(found.home.targets)
    for done, (known, rest) in enumerate(halves(found.home.targets), start=1):
        home.append(_asked(found.home, known, found.home, rest))
        there = rest if same else np.arange(len(found.abroad.targets))
        abroad.append(_asked(found.home, known, found.abroad, there))
        counts = np.bincount(found.home.targets[known])
        fewest = min(fewest, int(counts[counts > 0].min()))
        if job is not None:
            job.report(done / HALVES, says("work", "split", done=done, of=HALVES))
            stop_here(job.stop)
    return Possible(home, abroad, len(known), fewest)


def halves(targets: Targets, count: int = HALVES) -> Iterator[tuple[Targets, Targets]]:
    """Rows that are known, and the rest, of each class half and half; always the same ones. Raises
    NotJudged where no class has two pictures."""
    if np.bincount(targets).max() < 2:
        raise NotJudged(says("evaluate", "too_few_validation"))
    for seed in range(count):
        order = np.random.default_rng(seed).permutation(len(targets))
        place = np.empty(len(targets), dtype=np.int64)
        for one in np.unique(targets):
            rows = order[targets[order] == one]
            place[rows] = np.arange(len(rows))
        known = place % 2 == 0
        yield np.flatnonzero(known), np.flatnonzero(~known)


def _asked(learned: Outcome, known: Targets, asked: Outcome, rows: NDArray[np.int64]) -> Asked:
    probs = learned.probs[known].astype(np.float64)
    p = p_values(probs, learned.targets[known], asked.probs[rows].astype(np.float64))
    return Asked(p, asked.targets[rows], rows)
