"""Everything a decision rests on, put together: costs, chances, and the policy they ask for."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.policy import Policy, cheapest_policy
from core.drivetrain.decide.rule import Rule, rule_of
from core.drivetrain.decide.stream import Judgement, Stream, judgement_of, stream
from core.project.project import Project
from core.project.records import RunRecord


@dataclass(frozen=True, eq=False)
class Situation:
    """One model held against one learner's costs, with the cheapest policy for it and the `rule`
    that follows the policy for any picture."""

    run_id: str
    costs: Costs
    judged: Judgement
    stakes: Stakes
    pictures: Stream
    policy: Policy

    @cached_property
    def rule(self) -> Rule:
        """The rule to follow."""
        return rule_of(self.stakes, self.costs.ask, self.policy.bar)


def situation(project: Project, run: RunRecord, *, valid_only: bool = False) -> Situation | None:
    """The situation of a finished run; None when it judged no picture honestly.

    `valid_only` leaves out training pictures judged out of fold, to compare runs fairly.
    """
    judged = judgement_of(project, run, valid_only=valid_only)
    if judged is None:
        return None
    counts = Counter(judged.targets.tolist())
    shares = {name: counts[i] for i, name in enumerate(judged.classes)}
    costs = load_costs(project, shares)
    stakes = costs.stakes(judged.classes)
    pictures = stream(judged, stakes)
    return Situation(run.id, costs, judged, stakes, pictures, cheapest_policy(stakes, pictures))
