"""What is worth more now: a better model, better data, a new lever, cheaper mistakes, more looks?

Each is tried on the same pictures with a policy made again. Costs are expected under the model's
corrected chances, not counted on labels: so no improvement can ever seem to do harm by chance.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.drivetrain.costs.costs import PER
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.policy import cheapest_policy, expected_costs
from core.drivetrain.decide.stream import Stream
from core.statistics import Floats

STEP, HEDGE, CASES_TRIED = 0.25, 0.25, 8


@dataclass(frozen=True)
class Improvement:
    """`saved` is what it saves for 1,000 pictures; `about` names the class, or the action and the
    class, that it is about (empty when it is about all)."""

    key: str
    saved: float
    about: tuple[str, ...] = ()


def improvements(stakes: Stakes, pictures: Stream, step: float = STEP) -> list[Improvement]:
    """All five, the most worth first. `step` (0–1) is how big an improvement is tried."""
    now = expected_cost(stakes, pictures)
    every = np.full(len(stakes.classes), step)
    dearest = dearest_class(stakes, pictures)
    one = np.zeros(len(stakes.classes))
    one[dearest] = min(1.0, step * len(stakes.classes))
    cheaper, case = _cheaper_mistake(stakes, pictures, step)
    more = replace(stakes, capacity=min(1.0, stakes.capacity * (1 + step)))
    tried = [
        ("model", seen_through(stakes, pictures, every), ()),
        ("data", seen_through(stakes, pictures, one), (stakes.classes[dearest],)),
        ("lever", expected_cost(with_hedge(stakes), pictures), ()),
        ("mistakes", cheaper, case),
        ("looks", expected_cost(more, pictures), ()),
    ]
    found = [Improvement(key, max(0.0, PER * (now - cost)), about) for key, cost, about in tried]
    return sorted(found, key=lambda improvement: -improvement.saved)


def expected_cost(stakes: Stakes, pictures: Stream) -> float:
    """What the cheapest policy costs a picture on average, by the model's own chances."""
    policy = cheapest_policy(stakes, pictures)
    alone = expected_costs(stakes, pictures.probs).min(axis=1)
    asking = pictures.probs @ stakes.asking
    return float(pictures.weights @ (policy.asked * asking + (1 - policy.asked) * alone))


def seen_through(stakes: Stakes, pictures: Stream, share: Floats) -> float:
    """The cost a picture if a `share` (C,) of each class were recognised for certain.

    For the pictures that are left the chances follow by Bayes' rule, and the looks that are no
    longer needed go to them.
    """
    known = pictures.probs * share
    left = pictures.probs - known
    mass = left.sum(axis=1)
    rest = replace(
        pictures,
        probs=np.where(mass[:, None] > 0, left / np.maximum(mass, 1e-300)[:, None], pictures.probs),
        weights=pictures.weights * mass,
    )
    return expected_cost(stakes, rest) + float(pictures.weights @ (known @ stakes.best))


def dearest_class(stakes: Stakes, pictures: Stream) -> int:
    """The class that costs most today beyond what the right actions cost."""
    policy = cheapest_policy(stakes, pictures)
    wrong = stakes.excess[policy.acts] * (1 - policy.asked)[:, None] + (
        stakes.look * policy.asked[:, None]
    )
    return int((pictures.weights @ (pictures.probs * wrong)).argmax())


def with_hedge(stakes: Stakes) -> Stakes:
    """A new lever, mild and never quite right: a quarter of the worst harm, whatever is there."""
    hedge = stakes.best + HEDGE * stakes.excess.max(axis=0)
    return replace(
        stakes, actions=[*stakes.actions, ""], table=np.vstack([stakes.table, hedge[None]])
    )


def _cheaper_mistake(
    stakes: Stakes, pictures: Stream, step: float
) -> tuple[float, tuple[str, ...]]:
    """The one mistake that is best made less bad, among those that could cost most."""
    at_stake = (stakes.excess * stakes.rates).ravel()
    cells = [np.unravel_index(i, stakes.table.shape) for i in np.argsort(-at_stake)[:CASES_TRIED]]
    costs = []
    for action, when in cells:
        table = stakes.table.copy()
        table[action, when] -= step * stakes.excess[action, when]
        cost = expected_cost(replace(stakes, table=table), pictures)
        costs.append((cost, (stakes.actions[int(action)], stakes.classes[int(when)])))
    return min(costs)
