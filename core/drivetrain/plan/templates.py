"""Worked plans from many fields, to read and to start from: one file each."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.content import CONTENT_FOLDER, fitting, read_file
from core.drivetrain.costs.costs import Costs
from core.drivetrain.plan.plan import Plan

_FOLDER = CONTENT_FOLDER / "plan_templates"

Words = Annotated[str, Field(min_length=1)]


class PlanTemplate(BaseModel):
    """A whole plan with its costs, and the tempting start it avoids (`not_this`, `because`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Words
    title: Words
    field: Words
    problem: Words
    not_this: Words
    because: Words
    plan: Plan
    costs: Costs

    @property
    def classes(self) -> list[str]:
        """The classes of pictures that the costs speak of."""
        return self.costs.classes

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        empty = [name for name, value in self.plan.model_dump().items() if not value]
        if empty:
            raise ValueError(f"the plan leaves {', '.join(empty)} empty")
        levers = {lever.name for lever in self.plan.levers}
        if levers != {*self.costs.actions, self.costs.ask}:
            raise ValueError("every lever needs its costs, and every cost a lever")
        if len({self.costs.right(name) for name in self.classes}) < 2:
            raise ValueError("one action is right for every class, so no model is needed")
        if self.costs.still_said() != self.costs.said:
            raise ValueError("a sentence about the costs does not fit the numbers")
        return self


@cache
def plan_templates() -> dict[str, PlanTemplate]:
    """Return id → worked plan, in the order of the files; raises ContentInvalid for a bad one."""
    templates = [read_template(file) for file in sorted(_FOLDER.glob("*.yaml"))]
    return {template.id: template for template in templates}


def read_template(file: Path) -> PlanTemplate:
    """Return the worked plan in a file; raises ContentInvalid when it is not whole."""
    return fitting(file.name, read_file(file), PlanTemplate)
