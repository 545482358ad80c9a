"""The decision a learner made: kept in the project, as a part of the plan."""

from functools import cached_property
from math import inf

from pydantic import BaseModel, ConfigDict, Field

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.rule import Rule, rule_of
from core.project.project import Project
from core.project.settings import Setting


class StrategyCost(BaseModel):
    """What a way of deciding costs for 1,000 pictures, with its likely range (95 %)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    cost: float
    low: float
    high: float


class Decision(BaseModel):
    """Costs, model and figures at the moment the learner decided.

    `look_price` is what a look must save, None when nobody can look; `seen` are the shares of
    `classes` in the data set the model learned from. `strategies` were counted on `pictures`
    pictures, and `expected` is what the policy costs by the model's own chances (both absent in
    decisions kept before November 2026, whose `rules` in words are not read: they were false for
    more than two classes, and `rule` says what was followed all the same).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: float
    run_id: str
    classes: list[str] = Field(min_length=1)
    seen: list[float]
    temperature: float = Field(gt=0)
    look_price: float | None
    costs: Costs
    strategies: list[StrategyCost]
    pictures: int | None = None
    expected: float | None = None

    @cached_property
    def stakes(self) -> Stakes:
        """What is at stake for the model's classes."""
        return self.costs.stakes(self.classes)

    @cached_property
    def rule(self) -> Rule:
        """The rule that was decided on."""
        bar = inf if self.look_price is None else self.look_price
        return rule_of(self.stakes, self.costs.ask, bar)

    def cost_of(self, key: str) -> StrategyCost:
        """The figures of one strategy ("policy", "nothing", …); raises KeyError."""
        return {strategy.key: strategy for strategy in self.strategies}[key]


DECISION = Setting[Decision | None]("decision", Decision | None, lambda: None)


def load_decision(project: Project) -> Decision | None:
    """The project's decision, or None before one was made."""
    return project.settings.get(DECISION)


def save_decision(project: Project, decision: Decision) -> None:
    """Make this the project's decision."""
    project.settings.set(DECISION, decision)
