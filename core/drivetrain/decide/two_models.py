"""A ready-made pair of models: the more accurate one is not the one to take to the campsite."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from core.content import read
from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.policy import cheapest_policy
from core.drivetrain.decide.stream import Stream
from core.drivetrain.decide.worth import policy_costs
from core.vision.judge import shifted


class Sorter(BaseModel):
    """A model as the piles it sorts pictures into: each pile counts its pictures by class. The
    chance a pile stands for is the share it really holds, so these models are honest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    story: str
    piles: list[dict[str, int]] = Field(min_length=1)


class TwoModels(BaseModel):
    """Two models for one set of pictures, and the costs they are held against."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    problem: str
    feared: str
    yardstick: str
    costs: Costs
    models: list[Sorter] = Field(min_length=2, max_length=2)


@dataclass(frozen=True)
class Scored:
    """A model's accuracy on the test pictures (0–1) and its cost for 1,000 real ones."""

    name: str
    accuracy: float
    cost: float


@cache
def two_models() -> TwoModels:
    """The example; raises ContentInvalid when its file is wrong."""
    return read("decide_two_models.yaml", TwoModels)


def scored(example: TwoModels, times: float) -> list[Scored]:
    """Both models when missing the feared class is `times` as bad as a false alarm."""
    return [
        _scored(sorter, _stakes(example, times), example.costs.classes) for sorter in example.models
    ]


def _stakes(example: TwoModels, times: float) -> Stakes:
    stakes = example.costs.stakes(example.costs.classes)
    table = stakes.table.copy()
    table[stakes.idle, stakes.classes.index(example.feared)] = times
    return replace(stakes, table=table)


def _scored(sorter: Sorter, stakes: Stakes, classes: list[str]) -> Scored:
    counts = np.array([[pile.get(name, 0) for name in classes] for pile in sorter.piles])
    pile, target = np.nonzero(counts)
    held = counts[pile, target]
    seen = counts.sum(axis=0) / counts.sum()
    chances = counts / counts.sum(axis=1, keepdims=True)
    pictures = Stream(
        targets=target.astype(np.int64),
        predicted=chances.argmax(axis=1)[pile],
        probs=shifted(chances, seen, stakes.rates)[pile],
        weights=held * (stakes.rates / counts.sum(axis=0))[target],
    )
    right = held[pictures.predicted == target].sum() / held.sum()
    costs = policy_costs(stakes, pictures, cheapest_policy(stakes, pictures))
    return Scored(sorter.name, float(right), PER * float(costs @ pictures.weights))
