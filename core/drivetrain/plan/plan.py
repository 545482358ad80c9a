"""The learner's plan. Every page reads it; the objective comes first and the models last."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.project.project import Project
from core.project.settings import Setting

LONGEST_NAME = 200  # of a lever, in characters


def _cut(name: Any) -> Any:
    return name[:LONGEST_NAME] if isinstance(name, str) else name


class Lever(BaseModel):
    """One action the learner can really take, and what it takes to pull it."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, BeforeValidator(_cut)] = ""
    note: str = ""


class Plan(BaseModel):
    """What the learner wants to happen and what they have for it, in their own words.

    `fear` is the failure they fear most; `really_well` is what would follow if it all worked.
    """

    model_config = ConfigDict(frozen=True)

    objective: str = ""
    success: str = ""
    affected: str = ""
    fear: str = ""
    really_well: str = ""
    levers: list[Lever] = Field(default_factory=list)
    data_have: str = ""
    data_need: str = ""
    models: str = ""

    @property
    def has_objective(self) -> bool:
        """Return whether the learner has said what they want to happen."""
        return bool(self.objective.strip())

    @property
    def named_levers(self) -> list[Lever]:
        """Return the levers that have a name."""
        return [lever for lever in self.levers if lever.name.strip()]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing has been written yet."""
        return self == Plan()

    def with_field(self, name: str, value: str | list[Lever]) -> Plan:
        """Return the plan with one field changed; raises ValidationError for a wrong value."""
        return Plan.model_validate({**self.model_dump(), name: value})


PLAN = Setting[Plan]("plan", Plan, Plan)


def load_plan(project: Project) -> Plan:
    """Return the project's plan; an empty one before anything is written."""
    return project.settings.get(PLAN)


def save_plan(project: Project, plan: Plan) -> None:
    """Save the plan in the project at once."""
    project.settings.set(PLAN, plan)
