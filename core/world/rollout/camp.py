"""The cameras of the thirty nights: held-out pictures, what the model does, what that costs."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.decide.situation import Situation
from core.evaluation.abroad import home_outcome
from core.evaluation.evidence_sets import TEST, is_test_open
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Floats
from core.training.outcome import Outcome
from core.training.runs import outcome_of
from core.vision.judge import shifted, tempered
from core.world.line_worth import class_weights, rule_costs

CAMERAS = ("first", "night", "far")
NIGHTS, A_NIGHT = 30, 12
BY_HAND, SUPERVISED = 10, 20  # the last night of each step
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Shot(NamedTuple):
    """Where a picture lies, and the condition under which it is seen; "" for as it is."""

    path: Path
    id: str
    condition: str = ""
    strength: float = 0.0


@dataclass(frozen=True, eq=False)
class JudgedShots:
    """A run's answers about pictures that it never learned from, and how they are shown."""

    outcome: Outcome
    shots: tuple[Shot, ...]


@dataclass(frozen=True, eq=False)
class Pool:
    """What one camera may send, N pictures that the model never learned from.

    `targets` and `said` (N,) index `vocab`; `asks` says where the learner's rule asks a person.
    Costs are in the learner's unit: `alone` if the model does as the rule says, `hand` if a person
    looks. `missed` is where the model alone would do the wrong thing, and `weights` (N,), together
    1, how often each picture comes by.
    """

    vocab: list[str]
    shots: tuple[Shot, ...]
    targets: Rows
    said: Rows
    asks: Flags
    alone: Floats
    hand: Floats
    missed: Flags
    weights: Floats

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Picture id → its row."""
        return {shot.id: row for row, shot in enumerate(self.shots)}

    def share_missed(self) -> float:
        """The share of pictures (0…1) that the model alone would get wrong in the long run."""
        return float(self.weights @ self.missed)


def pool(now: Situation, seen: JudgedShots) -> Pool:
    """What was seen, under the learner's rule and costs."""
    outcome = seen.outcome
    chances = tempered(outcome.probs.astype(np.float64), now.judged.temperature)
    chances = shifted(chances, now.judged.seen, now.stakes.rates)
    stakes, targets = now.stakes, outcome.targets
    chosen = now.rule.chosen(chances)
    asks = np.array([now.rule.is_asking(int(action)) for action in chosen], dtype=bool)
    acts = np.where(asks, 0, chosen)
    return Pool(
        vocab=list(outcome.vocab),
        shots=seen.shots,
        targets=targets,
        said=outcome.predicted,
        asks=asks,
        alone=rule_costs(stakes, now.rule, chances, targets),
        hand=stakes.asking[targets],
        missed=~asks & (stakes.excess[acts, targets] > 0),
        weights=class_weights(targets, stakes.rates),
    )


def held_out(project: Project, run: RunRecord) -> Outcome:
    """The run's answers on validation pictures that are still there, and on locked test pictures
    where the learner has opened them for this run. Raises NotJudged where there are none."""
    home, whole = home_outcome(project, run), outcome_of(project, run)
    if whole is None or not is_test_open(project, run):
        return home
    test, there = whole.part(TEST), {record.id for record in project.dataset.images()}
    rows = [row for row, one in enumerate(test.image_ids) if one in there]
    return Outcome(
        home.vocab,
        [*home.image_ids, *(test.image_ids[row] for row in rows)],
        [*home.splits, *[TEST] * len(rows)],
        np.concatenate([home.targets, test.targets[rows]]),
        np.concatenate([home.probs, test.probs[rows]]),
    )


def at_home(project: Project, run: RunRecord) -> JudgedShots:
    """What the first camera sees as long as nothing changes. Raises NotJudged."""
    outcome = held_out(project, run)
    path = project.dataset.image_path
    return JudgedShots(outcome, tuple(Shot(path(one), one) for one in outcome.image_ids))
