"""Which action for which picture: the cheapest one on average, within what humans can look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.stream import Stream
from core.evaluation.calibration import shifted, tempered
from core.project.project import Project
from core.statistics import Floats
from core.training.runs import chosen_run


@dataclass(frozen=True, eq=False)
class Policy:
    """`acts` (N,) is the best action without asking; `asked` (N,) the share, 0–1, of pictures like
    this one that a human sees (a fraction only where the looks run out); `price` is what a look
    must save to be worth one of the few: 0 when there are enough, infinite when there are none."""

    acts: NDArray[np.intp]
    asked: Floats
    price: float


@dataclass(frozen=True)
class ActionAdvice:
    """What to do about one picture. `chances` are real-life ones; `costs` is what each action would
    cost on average, the human's look included; `usual` is the action that goes with the likeliest
    class; `other_model` says that the decision was made for another model than today's."""

    action: str
    asks: bool
    usual: str
    chances: dict[str, float]
    costs: dict[str, float]
    unit: str
    other_model: bool


def expected_costs(stakes: Stakes, probs: Floats) -> Floats:
    """What each action costs on average for each picture, (N, A)."""
    costs: Floats = probs @ stakes.table.T
    return costs


def cheapest_policy(stakes: Stakes, pictures: Stream) -> Policy:
    """The policy of least expected cost that asks about at most `stakes.capacity` of the stream.

    Every look is worth what it saves over the best action without it; the few looks go to the
    pictures where they save most. That solves the linear programme exactly: all looks weigh the
    same, so it is a knapsack that may be filled with a fraction of its last item.
    """
    costs = expected_costs(stakes, pictures.probs)
    saves = costs.min(axis=1) - pictures.probs @ stakes.asking
    order = np.argsort(-saves, kind="stable")
    wanted = np.where(saves[order] > 0, pictures.weights[order], 0.0)
    before = np.cumsum(wanted) - wanted
    given = np.clip(stakes.capacity - before, 0.0, wanted)
    asked = np.zeros(len(saves))
    asked[order] = np.divide(given, wanted, out=np.zeros_like(given), where=wanted > 0)
    counted = pictures.weights > 0
    return Policy(costs.argmin(axis=1), asked, _price(stakes, saves[counted], asked[counted]))


def _price(stakes: Stakes, saves: Floats, asked: Floats) -> float:
    """The Lagrange multiplier: what the best picture that nobody looks at would have saved."""
    if stakes.capacity <= 0:
        return float("inf")
    left_out = saves[(asked < 1 - 1e-9) & (saves > 0)]
    return float(left_out.max()) if len(left_out) else 0.0


def action_for(project: Project, probs: dict[str, float]) -> ActionAdvice | None:
    """What the learner's decision says about a picture a model gives `probs` (class → 0–1).

    None while there is no decision, or when it was made for other classes.
    """
    decision = load_decision(project)
    if decision is None or set(probs) != set(decision.classes):
        return None
    stakes = decision.costs.stakes(decision.classes)
    said = np.array([[probs[name] for name in decision.classes]], dtype=np.float64)
    calibrated = tempered(said, decision.temperature)
    chances = shifted(calibrated, np.array(decision.seen), stakes.rates)[0]
    costs = dict(zip(stakes.actions, (stakes.table @ chances).tolist(), strict=True))
    best = min(costs, key=lambda action: costs[action])
    look = float(stakes.asking @ chances)
    asks = decision.look_price is not None and costs[best] - look > decision.look_price
    run = chosen_run(project)
    return ActionAdvice(
        action=decision.costs.ask if asks else best,
        asks=asks,
        usual=decision.costs.right(decision.classes[int(said.argmax())]),
        chances=dict(zip(decision.classes, chances.tolist(), strict=True)),
        costs=costs | {decision.costs.ask: look},
        unit=decision.costs.unit,
        other_model=run is None or run.id != decision.run_id,
    )


def changed_rows(stakes: Stakes, pictures: Stream, policy: Policy) -> list[int]:
    """Rows of `pictures` whose action is not the right one of their likeliest class (`predicted`);
    those that save most, by the model's chances, come first."""
    usual = stakes.right_action[pictures.predicted]
    changed = (policy.asked > 0.5) | (policy.acts != usual)
    costs, every = expected_costs(stakes, pictures.probs), np.arange(len(usual))
    asked = pictures.probs @ stakes.asking
    mine = np.where(policy.asked > 0.5, asked, costs[every, policy.acts])
    saved = costs[every, usual] - mine
    rows = np.flatnonzero(changed)
    return [int(row) for row in rows[np.argsort(-saved[rows], kind="stable")]]
