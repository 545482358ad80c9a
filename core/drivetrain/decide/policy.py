"""Which action for which picture: the cheapest one on average, within what humans can look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.decide.rule import Rule, bar_between
from core.drivetrain.decide.stream import Stream
from core.project.project import Project
from core.statistics import Floats
from core.training.runs import chosen_run
from core.vision.judge import shifted, tempered


@dataclass(frozen=True, eq=False)
class Policy:
    """`acts` (N,) is the best action without asking; `asked` (N,) the share, 0–1, of pictures like
    this one that a human sees (a fraction only where the looks run out); `price` is what one more
    look would save: 0 when there are enough, infinite when there are none. `bar` is what a look
    must save to be taken: the price, rounded up so far that no picture is treated otherwise."""

    acts: NDArray[np.intp]
    asked: Floats
    price: float
    bar: float


@dataclass(frozen=True)
class ActionAdvice:
    """What to do about one picture. `chances` are real-life ones; `costs` is what each action would
    cost on average, the human's look included; `usual` is the action that goes with the likeliest
    class; `other_model` says that the decision was made for another model than today's.

    `said` are the costs that were decided on. A human's look would save `look_saves` here and is
    taken where it saves more than `bar` (see Policy; infinite where nobody can look)."""

    action: str
    asks: bool
    usual: str
    chances: dict[str, float]
    costs: dict[str, float]
    said: Costs
    other_model: bool
    look_saves: float
    bar: float

    @property
    def day_is_full(self) -> bool:
        """Whether a look would be cheapest here, and is not taken because looks are too few."""
        return not self.asks and self.look_saves > 0 and self.bar > 0


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
    price, bar = _price_and_bar(stakes, saves, asked, pictures.weights)
    never_comes = pictures.weights <= 0
    return Policy(costs.argmin(axis=1), np.where(never_comes, saves > bar, asked), price, bar)


def _price_and_bar(
    stakes: Stakes, saves: Floats, asked: Floats, weights: Floats
) -> tuple[float, float]:
    """The Lagrange multiplier, which is what the best picture that nobody looks at would have
    saved; and a printable number between it and what the pictures above it save."""
    if stakes.capacity <= 0:
        return float("inf"), float("inf")
    left_out = saves[(weights > 0) & (asked < 1 - 1e-9) & (saves > 0)]
    price = float(left_out.max()) if len(left_out) else 0.0
    above = saves[(weights > 0) & (saves > price + 1e-9 * (1 + price))]
    return price, bar_between(price, float(above.min()) if len(above) else float("inf"))


def chances_of(decision: Decision, probs: Floats) -> Floats:
    """Real-life chances (N, C) for what the decision's model says, `probs` (N, C): its confidence
    corrected, then the mix of classes in real life."""
    calibrated = tempered(probs, decision.temperature)
    return shifted(calibrated, np.array(decision.seen), decision.stakes.rates)


def action_for(project: Project, probs: dict[str, float]) -> ActionAdvice | None:
    """What the learner's decision says about a picture a model gives `probs` (class → 0–1).

    None while there is no decision, or when it was made for other classes.
    """
    decision = load_decision(project)
    if decision is None or set(probs) != set(decision.classes):
        return None
    said = np.array([[probs[name] for name in decision.classes]], dtype=np.float64)
    chances = chances_of(decision, said)
    stakes, rule = decision.stakes, decision.rule
    costs = dict(zip(stakes.actions, (stakes.table @ chances[0]).tolist(), strict=True))
    look = float(stakes.asking @ chances[0])
    chosen, run = int(rule.chosen(chances)[0]), chosen_run(project)
    return ActionAdvice(
        action=rule.names[chosen],
        asks=rule.is_asking(chosen),
        usual=decision.costs.right(decision.classes[int(said.argmax())]),
        chances=dict(zip(decision.classes, chances[0].tolist(), strict=True)),
        costs=costs | {decision.costs.ask: look},
        said=decision.costs,
        other_model=run is None or run.id != decision.run_id,
        look_saves=min(costs.values()) - look,
        bar=rule.bar,
    )


def changed_rows(stakes: Stakes, pictures: Stream, rule: Rule) -> list[int]:
    """Rows of `pictures` whose action is not the right one of their likeliest class (`predicted`);
    those that save most, by the model's chances, come first."""
    usual = stakes.right_action[pictures.predicted]
    sums, chosen = rule.sums(pictures.probs), rule.chosen(pictures.probs)
    every = np.arange(len(usual))
    saved = sums[every, usual] - sums[every, chosen]
    rows = np.flatnonzero(chosen != usual)
    return [int(row) for row in rows[np.argsort(-saved[rows], kind="stable")]]
