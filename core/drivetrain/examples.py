"""Worked plans to start from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from core.drivetrain.plan import Plan

_FILE = Path(__file__).parents[2] / "assets" / "content" / "plan_examples.yaml"


class PlanExample(BaseModel):
    """A whole plan with the trap it avoids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    problem: str
    not_this: str
    because: str
    plan: Plan


@cache
def plan_examples() -> dict[str, PlanExample]:
    """Return id → worked example, in the order they are shown."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    examples = [PlanExample.model_validate(entry) for entry in entries]
    return {example.id: example for example in examples}
