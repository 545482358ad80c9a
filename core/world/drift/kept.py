"""The monitoring sentence: what to look at each month and when to retrain, kept with the plan."""

from typing import Annotated

from pydantic import Field

from core.drivetrain.plan.plan import load_plan, save_plan
from core.project.project import Project
from core.project.settings import Setting

LONGEST = 600
MONITORING = Setting[str](
    "monitoring_sentence", Annotated[str, Field(max_length=LONGEST)], lambda: ""
)


def monitoring(project: Project) -> str:
    """The sentence that is kept; "" before there is one."""
    return project.settings.get(MONITORING)


def keep_monitoring(project: Project, sentence: str) -> None:
    """Keep the sentence, and put it into the plan under how one would know that it works: after
    what stands there, or in place of the sentence of before."""
    sentence = " ".join(sentence.split())[:LONGEST]
    before, plan = monitoring(project), load_plan(project)
    text = plan.success
    if before and before in text:
        text = text.replace(before, sentence)
    elif sentence and sentence not in text:
        text = f"{text.rstrip()}\n{sentence}".strip()
    project.settings.set(MONITORING, sentence)
    if text != plan.success:
        save_plan(project, plan.with_field("success", text.strip()))
