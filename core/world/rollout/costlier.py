"""The learner's costs with costlier mistakes: the same decision problem, and the rule for it."""

from functools import lru_cache

from core.drivetrain.costs.costs import Costs
from core.drivetrain.decide.policy import cheapest_policy
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.stream import stream


@lru_cache(maxsize=32)
def with_costlier_mistakes(now: Situation, times: int) -> Situation:
    """`now`, where what a mistake costs more than the right action is `times` as much (1 or more);
    the rule follows the new costs, and a person's look costs what it did."""
    if times == 1:
        return now
    costs = _costlier(now.costs, times)
    stakes = costs.stakes(now.judged.classes)
    pictures = stream(now.judged, stakes)
    policy = cheapest_policy(stakes, pictures)
    return Situation(now.run_id, costs, now.judged, stakes, pictures, policy)


def _costlier(costs: Costs, times: int) -> Costs:
    best = {when: min(row[when] for row in costs.table.values()) for when in costs.classes}
    table = {
        action: {when: best[when] + times * (cost - best[when]) for when, cost in row.items()}
        for action, row in costs.table.items()
    }
    return costs.changed(table=table)
