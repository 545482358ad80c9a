"""The decision a learner made: kept in the project, as a part of the plan."""

from pydantic import BaseModel, ConfigDict, Field

from core.drivetrain.costs.costs import Costs
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

    `rules` say in words what to do at which chance; `look_price` is what a look must save, None
    when nobody can look; `seen` are the shares of `classes` in the data set the model learned from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: float
    run_id: str
    classes: list[str] = Field(min_length=1)
    seen: list[float]
    temperature: float = Field(gt=0)
    look_price: float | None
    costs: Costs
    rules: list[str]
    strategies: list[StrategyCost]

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
