"""Eight rounds in which a model labels what comes in, and learns from its own labels."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from core.evaluation.novelty import unit
from core.statistics import Floats
from core.world.ridge import RIDGE, ridge_weights

Rows = NDArray[np.int64]
ROUNDS = 8
HELD_OUT = 0.3
START_EACH = 6
SHARP = 6.0  # scores lie between 0 and 1; this makes chances of them


@dataclass(frozen=True)
class Levers:
    """What the learner can pull. All 0…1: the share of arrivals that people check, the confidence
    a label of the model's own needs to be learned from, and how many of the checked ones are picked
    at random (the others are those it is least sure about). Of the `START_EACH` pictures the class
    `overlooked` starts with, `misnamed` carry the next class's name."""

    checked: float = 0.0
    sure: float = 0.0
    at_random: float = 0.5
    misnamed: int = 4
    overlooked: int = 0


@dataclass(frozen=True, eq=False)
class World:
    """Pictures as embeddings (N, D) with their true classes `targets` (N,), 0 … `classes` − 1."""

    vectors: Floats
    targets: Rows
    classes: int

    @cached_property
    def likeness(self) -> NDArray[np.float32]:
        """The cosine of every pair of pictures around their common middle, (N, N)."""
        rows = unit(self.vectors - self.vectors.mean(axis=0)).astype(np.float32)
        alike: NDArray[np.float32] = rows @ rows.T
        return alike


@dataclass(frozen=True, eq=False)
class Round:
    """How it stood after a round, all 0…1: mean confidence on what came in, agreement with the
    labels it learned from, true accuracy on pictures held out, and by class (C,) the recall there
    and the share among the labels."""

    sure: float
    agrees: float
    true: float
    recall: Floats
    share: Floats


def eight_rounds(world: World, levers: Levers, seed: int = 0) -> list[Round]:
    """`ROUNDS` + 1 states, the first before anything came in. A least-squares head is fitted again
    after each round, on all labels there are by then."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):  # threads that wait for each other cost more than they save
        return _rounds(world, levers, seed)


def _rounds(world: World, levers: Levers, seed: int) -> list[Round]:
    random = np.random.default_rng(seed)
    test, start, batches = dealt(world, random)
    rows, labels = start, _first_labels(world, levers, start)
    chances = _chances(world, rows, labels)
    states = [_state(world, chances, rows, labels, test, batches[0])]
    for batch in batches:
        taken, said = _labelled(world, levers, chances[batch], batch, random)
        rows, labels = np.concatenate([rows, taken]), np.concatenate([labels, said])
        chances = _chances(world, rows, labels)
        states.append(_state(world, chances, rows, labels, test, batch))
    return states


def dealt(world: World, random: np.random.Generator) -> tuple[Rows, Rows, list[Rows]]:
    """Held-out rows, the rows it starts with, and what comes in each round."""
    order = random.permutation(len(world.targets))
    held = max(world.classes, round(HELD_OUT * len(order)))
    test, rest = order[:held], order[held:]
    of_class = [rest[world.targets[rest] == one][:START_EACH] for one in range(world.classes)]
    start = np.concatenate(of_class)
    arriving = rest[~np.isin(rest, start)]
    return test, start, np.array_split(arriving, ROUNDS)


def _first_labels(world: World, levers: Levers, start: Rows) -> Rows:
    """The true classes, but for those that were misnamed from the beginning."""
    labels = world.targets[start].copy()
    wrong = np.flatnonzero(labels == levers.overlooked)[: levers.misnamed]
    labels[wrong] = (levers.overlooked + 1) % world.classes
    return labels


def _chances(world: World, rows: Rows, labels: Rows) -> Floats:
    """What a head fitted to these labels says of all pictures, (N, C)."""
    known = world.likeness[np.ix_(rows, rows)]
    known[np.diag_indices(len(rows))] += np.float32(RIDGE)
    aims = np.eye(world.classes, dtype=np.float32)[labels]
    weights = np.zeros((len(world.targets), world.classes), dtype=np.float32)
    weights[rows] = ridge_weights(known, aims)
    shares: Floats = softmax(SHARP * (world.likeness @ weights).astype(np.float64), axis=1)
    return shares


def _labelled(
    world: World, levers: Levers, chances: Floats, batch: Rows, random: np.random.Generator
) -> tuple[Rows, Rows]:
    """Which of the arrivals are learned from, and under which labels: people's true ones for those
    they checked, the model's own for the rest it is sure enough about."""
    sure, said = chances.max(axis=1), chances.argmax(axis=1)
    checked = np.zeros(len(batch), dtype=bool)
    count = round(levers.checked * len(batch))
    by_chance = round(levers.at_random * count)
    checked[random.permutation(len(batch))[:by_chance]] = True
    doubtful = [place for place in np.argsort(sure, kind="stable") if not checked[place]]
    checked[doubtful[: count - by_chance]] = True
    kept = checked | (sure >= levers.sure)
    labels = np.where(checked, world.targets[batch], said)
    return batch[kept], labels[kept]


def _state(
    world: World, chances: Floats, rows: Rows, labels: Rows, test: Rows, batch: Rows
) -> Round:
    said, truth = chances.argmax(axis=1), world.targets
    there = [test[truth[test] == one] for one in range(world.classes)]
    recall = [float((said[one] == truth[one]).mean()) if len(one) else np.nan for one in there]
    return Round(
        sure=float(chances[batch].max(axis=1).mean()) if len(batch) else float("nan"),
        agrees=float((said[rows] == labels).mean()),
        true=float((said[test] == truth[test]).mean()),
        recall=np.array(recall),
        share=np.bincount(labels, minlength=world.classes) / len(labels),
    )
