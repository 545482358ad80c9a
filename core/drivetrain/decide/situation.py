"""Everything a decision rests on: costs, chances, the policy they ask for, and what has changed."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np

from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.decision import Decision
from core.drivetrain.decide.groups import Group, groups
from core.drivetrain.decide.policy import Policy, changed_rows, cheapest_policy
from core.drivetrain.decide.rule import Rule, rule_of
from core.drivetrain.decide.sensitivity import Improvement, expected_cost, improvements
from core.drivetrain.decide.stream import Judgement, Stream, judgement_of, stream
from core.drivetrain.decide.worth import Worth, worths
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import RunRecord


@dataclass(frozen=True, eq=False)
class Situation:
    """One model held against one learner's costs, with the cheapest policy for it and the `rule`
    that follows the policy for any picture. What follows from it is worked out once: a situation
    is remembered by the values it is made of, so charts may be remembered by the situation."""

    run_id: str
    costs: Costs
    judged: Judgement
    stakes: Stakes
    pictures: Stream
    policy: Policy

    @cached_property
    def expected(self) -> float:
        """What the policy costs for 1,000 pictures by the model's own chances. It is counted on
        labels elsewhere (`worths`), so the two differ by luck and by what calibration misses."""
        return PER * expected_cost(self.stakes, self.pictures)

    @cached_property
    def worths(self) -> dict[str, Worth]:
        """What each way of deciding is worth, in the order of KEYS."""
        return worths(self.stakes, self.pictures, self.policy)

    @cached_property
    def improvements(self) -> list[Improvement]:
        """What would save how much, the most worth first."""
        return improvements(self.stakes, self.pictures)

    @cached_property
    def groups(self) -> list[Group]:
        """The pictures by the action that the rule says, the largest group first."""
        return groups(self.rule, self.pictures)

    @cached_property
    def changed(self) -> list[int]:
        """Rows of pictures where the rule does something else than the likeliest class asks for."""
        return changed_rows(self.stakes, self.pictures, self.rule)

    @cached_property
    def rule(self) -> Rule:
        """The rule to follow."""
        return rule_of(self.stakes, self.costs.ask, self.policy.bar)


def situation(project: Project, run: RunRecord) -> Situation | None:
    """The situation of a finished run; None when it judged no picture honestly."""
    judged = judgement_of(project, run)
    return None if judged is None else _put_together(project, run, judged)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two runs on the `shared` pictures that neither of them had learned from, of the `all_mine`
    on which the first one's cost is counted elsewhere."""

    mine: Situation
    other: Situation
    shared: int
    all_mine: int


def held_against(project: Project, mine: RunRecord, other: RunRecord) -> Pair | None:
    """Two runs against the same costs, on the same pictures, with the labels that the first one
    saw; None when they know other classes or share no picture."""
    first, second = judgement_of(project, mine), judgement_of(project, other)
    if first is None or second is None or first.classes != second.classes:
        return None
    both = {*first.image_ids} & {*second.image_ids}
    left, right = first.only(both), second.only(both)
    if left is None or right is None:
        return None
    label = dict(zip(left.image_ids, left.targets.tolist(), strict=True))
    right = replace(right, targets=np.array([label[name] for name in right.image_ids]))
    return Pair(
        _put_together(project, mine, left),
        _put_together(project, other, right),
        shared=len(both),
        all_mine=len(first.image_ids),
    )


def _put_together(project: Project, run: RunRecord, judged: Judgement) -> Situation:
    costs = load_costs(project, judged.classes)
    return _remembered(run.id, costs.model_dump_json(), judged)


@lru_cache(maxsize=EVERYBODY)
def _remembered(run_id: str, said: str, judged: Judgement) -> Situation:
    costs = Costs.model_validate_json(said)
    stakes = costs.stakes(judged.classes)
    pictures = stream(judged, stakes)
    return Situation(run_id, costs, judged, stakes, pictures, cheapest_policy(stakes, pictures))


Change = Literal["model", "pictures", "costs", "often", "looks"]


def changed_since(made: Decision, now: Situation) -> list[Change]:
    """What is no longer as it was decided on: another model, other pictures to learn from or to be
    judged by, what mistakes cost, how often classes turn up, how many looks there are."""
    then, today = made.costs, now.costs
    known = made.classes == now.judged.classes
    found: dict[Change, bool] = {
        "model": made.run_id != now.run_id,
        "pictures": made.pictures not in (None, len(now.judged.image_ids))
        or not (known and np.allclose(made.seen, now.judged.seen)),
        "costs": (then.table, then.look, then.unit) != (today.table, today.look, today.unit),
        "often": then.rates != today.rates,
        "looks": (then.looks_a_day, then.pictures_a_day)
        != (today.looks_a_day, today.pictures_a_day),
    }
    return [change for change, is_so in found.items() if is_so]
