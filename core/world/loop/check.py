"""What if it went really, really well? The learner's answers, each with a measure and an owner."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.project.project import Project
from core.project.settings import Setting

LONGEST = 500
Line = Annotated[str, Field(max_length=LONGEST)]


class LoopCheck(BaseModel):
    """One line of the check: what would happen, what would show it, and who looks at that."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    happens: Line = ""
    measure: Line = ""
    owner: Line = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return all(part.strip() for part in (self.happens, self.measure, self.owner))


CHECKS = Setting[dict[str, LoopCheck]]("loop_check", dict[str, LoopCheck], dict)


def loop_checks(project: Project) -> dict[str, LoopCheck]:
    """The answers by the case they are about; a case without any is not there."""
    return project.settings.get(CHECKS)


def keep_check(project: Project, case: str, check: LoopCheck) -> None:
    """Keep one line of the check."""
    project.settings.set(CHECKS, {**loop_checks(project), case: check})
