"""What a run was tested on: its standing under each condition the learner looked at."""

from pydantic import BaseModel, ConfigDict, Field

from core.evaluation.abroad import Abroad, standing
from core.evaluation.conditions import CONDITIONS, Condition
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.statistics import Score


class Tried(BaseModel):
    """`right` of `pictures` under a condition of CONDITIONS at a `strength` (0…1), `sure_and_wrong`
    of the others."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    condition: str
    strength: float = Field(ge=0, le=1)
    right: int = Field(ge=0)
    pictures: int = Field(ge=1)
    sure_and_wrong: int = Field(ge=0)

    @property
    def score(self) -> Score:
        """How many were right."""
        return Score(self.right, self.pictures)


TRIED = Setting[list[Tried]]("tried_abroad_", list[Tried], list, family=True)


def tried(project: Project, run: RunRecord) -> list[Tried]:
    """What the run was tested on, the worst first."""
    known = [one for one in project.settings.get(TRIED, run.id) if one.condition in CONDITIONS]
    return sorted(known, key=lambda one: (one.score.accuracy, one.condition, one.strength))


def note_tried(
    project: Project, run: RunRecord, condition: Condition, strength: float, found: Abroad
) -> None:
    """Keep how the run stood; the newest look at one condition and strength counts."""
    said = standing(found.abroad)
    row = Tried(
        condition=condition.name,
        strength=strength,
        right=said.score.correct,
        pictures=said.score.total,
        sure_and_wrong=said.sure_and_wrong,
    )
    kept = project.settings.get(TRIED, run.id)
    if row not in kept:
        others = [one for one in kept if (one.condition, one.strength) != (row.condition, strength)]
        project.settings.set(TRIED, [*others, row], run.id)
