"""What a run was tested on: its standing everywhere the learner looked."""

from pydantic import BaseModel, ConfigDict, Field

from core.evaluation.abroad import Abroad, standing
from core.evaluation.conditions import CONDITIONS
from core.evaluation.elsewhere import Elsewhere, title_of
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.statistics import Score
from core.words import percent


class Tried(BaseModel):
    """`right` of `pictures` under a condition of CONDITIONS at a `strength` (0…1), or of the set
    that is `held_back` under that key; it was `sure_and_wrong` of some others."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    condition: str
    strength: float = Field(ge=0, le=1)
    right: int = Field(ge=0)
    pictures: int = Field(ge=1)
    sure_and_wrong: int = Field(ge=0)
    held_back: bool = False

    @property
    def score(self) -> Score:
        """How many were right."""
        return Score(self.right, self.pictures)

    @property
    def where(self) -> Elsewhere:
        """Where that was."""
        return Elsewhere(self.condition, self.strength, self.held_back)


TRIED = Setting[list[Tried]]("tried_abroad_", list[Tried], list, family=True)


def tried(project: Project, run: RunRecord) -> list[Tried]:
    """What the run was tested on, the worst first."""
    kept = project.settings.get(TRIED, run.id)
    known = [one for one in kept if one.held_back or one.condition in CONDITIONS]
    return sorted(known, key=lambda one: (one.score.accuracy, one.condition, one.strength))


def tried_words(project: Project, one: Tried, vocab: list[str]) -> str:
    """What it was tested on, for a table, such as "Night, 75 %"; "" for a set that is gone."""
    title = title_of(project, one.where, vocab)
    return title if one.held_back else f"{title}, {percent(one.strength)}"


def note_tried(project: Project, run: RunRecord, where: Elsewhere, found: Abroad) -> None:
    """Keep how the run stood; the newest look at one place counts."""
    said = standing(found.abroad)
    row = Tried(
        condition=where.name,
        strength=where.strength,
        held_back=where.held_back,
        right=said.score.correct,
        pictures=said.score.total,
        sure_and_wrong=said.sure_and_wrong,
    )
    kept = project.settings.get(TRIED, run.id)
    if row not in kept:
        others = [one for one in kept if one.where != where]
        project.settings.set(TRIED, [*others, row], run.id)
