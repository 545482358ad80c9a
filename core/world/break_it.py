"""Break it: pictures that a model names wrongly and surely, though people still know the class.

A find is kept as a picture of the held-back set "Break it", which every later model is judged on.
`finds` and `points` are all that a board for a whole class needs.
"""

import time
from dataclasses import dataclass
from typing import Annotated

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field

from core.content import says
from core.evaluation.held_back import BREAK_IT
from core.gather.reading.decode import encode
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import NewImage, RunRecord
from core.project.settings import Setting

SECONDS = 120
LEAST = 0.5  # less sure than that it is only unsure
SOURCE = "break it"
NOT_WRONG, NOT_SURE, NOT_KNOWN = "not_wrong", "not_sure", "not_known"
Text = Annotated[str, Field(max_length=200)]


class Find(BaseModel):
    """A picture by its id that is of the class `label` and was `called` another, so sure (0…1), by
    a run, at a moment (seconds since 1970); `origin` is the photo it was made of."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    image: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    label: Text
    called: Text
    confidence: float = Field(ge=0, le=1)
    origin: Text
    run: Text
    at: float

    @property
    def points(self) -> int:
        """How sure the model was, in percent."""
        return round(100 * self.confidence)


@dataclass(frozen=True)
class Attempt:
    """What a model says of a picture that is of the class `label`; `why_not` is the rule it breaks,
    one of NOT_WRONG, NOT_SURE, NOT_KNOWN, "" for one that counts once a neighbour agrees."""

    label: str
    called: str
    confidence: float
    why_not: str


FINDS = Setting[list[Find]]("break_it_finds", list[Find], list)
STARTED = Setting[float]("break_it_started", Annotated[float, Field(ge=0)], lambda: 0.0)


def start_round(project: Project, now: float | None = None) -> None:
    """Two minutes begin."""
    project.settings.set(STARTED, time.time() if now is None else now)


def seconds_left(project: Project, now: float | None = None) -> float:
    """How long the round still goes on; 0 where it is over or none was begun."""
    passed = (time.time() if now is None else now) - project.settings.get(STARTED)
    return SECONDS - passed if 0 <= passed < SECONDS else 0.0


def attempt(project: Project, run: RunRecord, picture: Image.Image, label: str) -> Attempt:
    """Ask the run about a picture (RGB) that shows `label`. Raises ModelUnavailable."""
    predictor = load_predictor(project, run.id)
    answer = predictor.predict(picture)
    confidence = float(answer.probs[answer.label])
    rules = {
        NOT_KNOWN: label in predictor.vocab,
        NOT_WRONG: answer.label != label,
        NOT_SURE: confidence >= LEAST,
    }
    return Attempt(
        label, answer.label, confidence, next((w for w, ok in rules.items() if not ok), "")
    )


def keep_find(
    project: Project,
    run: RunRecord,
    picture: Image.Image,
    made: Attempt,
    origin: str,
    now: float | None = None,
) -> Find | None:
    """Keep what a neighbour agreed to: as a test picture, and in the gallery. None where it breaks
    a rule, and where the project has this very picture already."""
    if made.why_not:
        return None
    stored = encode(picture.convert("RGB"))
    image = NewImage(
        stored.id,
        stored.jpeg,
        made.label,
        says("evaluate", "one_called_other", first=made.label, second=made.called),
        stored.width,
        stored.height,
        source=SOURCE,
        held_back=BREAK_IT,
    )
    if not project.dataset.add([image]).new:
        return None
    at = time.time() if now is None else now
    find = Find(
        image=stored.id,
        label=made.label,
        called=made.called,
        confidence=made.confidence,
        origin=origin,
        run=run.id,
        at=at,
    )
    project.settings.set(FINDS, [*project.settings.get(FINDS), find])
    return find


def finds(project: Project) -> list[Find]:
    """Every find whose picture is still there, the surest first."""
    there = {one.id for one in project.dataset.held_back(BREAK_IT)}
    kept = [one for one in project.settings.get(FINDS) if one.image in there]
    return sorted(kept, key=lambda one: (-one.confidence, one.at))


def in_this_round(project: Project, found: list[Find]) -> list[Find]:
    """Those of the last two minutes that were begun."""
    start = project.settings.get(STARTED)
    return [one for one in found if start <= one.at < start + SECONDS]


def points(found: list[Find]) -> int:
    """Their points together; of each photo only the surest find counts."""
    best: dict[str, int] = {}
    for one in found:
        best[one.origin] = max(best.get(one.origin, 0), one.points)
    return sum(best.values())
