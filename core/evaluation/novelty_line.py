"""The learner's line: beyond it a picture is unlike anything the model learned from."""

from typing import Annotated

import numpy as np
from PIL import Image
from pydantic import BaseModel, Field

from core.evaluation.abroad import NotJudged, learned_from, learned_pictures
from core.evaluation.novelty import CENTROID, Familiar, line_at
from core.evaluation.novelty import FALSE_CALLS as USUAL_FALSE_CALLS
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.vision.backbone import BackboneUnavailable, backbone
from core.vision.judge import Line, Strangeness
from core.vision.recipe import run_recipe

MOST = 0.2
Share = Annotated[float, Field(ge=0, le=MOST)]
FALSE_CALLS = Setting[float | None]("novelty_false_calls", Share | None, lambda: None)


class Novelty(BaseModel):
    """novelty.json: what tells a strange picture from its embedding anywhere. `middles` (C, D) are
    class middles of length 1; beyond `line`, as 1 − the best cosine, a picture is strange."""

    kind: str = CENTROID
    middles: list[list[float]]
    line: float = Field(ge=0)


def keep_line(project: Project, false_calls: float | None) -> None:
    """From now on this share of usual pictures may be called strange; None: no line at all."""
    project.settings.set(FALSE_CALLS, false_calls)


def novelty_of(project: Project, run: RunRecord) -> Novelty | None:
    """The run's line as it travels with the model; None where the learner set none, and where what
    the run learned from is gone. Raises BackboneUnavailable."""
    found = _known_and_line(project, run)
    if found is None:
        return None
    known, line = found
    middles = np.round(known.middles, 6).tolist()
    return Novelty(middles=middles, line=line)


def strangeness(project: Project, run: RunRecord, picture: Image.Image) -> Strangeness | None:
    """How strange `picture` is to the run; None where `novelty_of` is, or nothing can look. A
    fine-tune sees with another network: the distance is that of the shared one."""
    try:
        found = _known_and_line(project, run)
        if found is None:
            return None
        known, line = found
        prepared = run_recipe(run).preprocess()(picture)[None]
        (said,) = Line(known.middles, line).of(backbone().embed(prepared))
    except BackboneUnavailable:
        return None
    return said


def novelty_at(project: Project, run: RunRecord, false_calls: float = USUAL_FALSE_CALLS) -> Novelty:
    """The run's line as it would travel: the one the learner set, else that at which this share of
    usual pictures is called strange. Raises NotJudged and BackboneUnavailable."""
    kept = project.settings.get(FALSE_CALLS)
    known, line = _line_for(project, run, false_calls if kept is None else kept)
    return Novelty(middles=np.round(known.middles, 6).tolist(), line=line)


def _known_and_line(project: Project, run: RunRecord) -> tuple[Familiar, float] | None:
    false_calls = project.settings.get(FALSE_CALLS)
    if false_calls is None:
        return None
    try:
        return _line_for(project, run, false_calls)
    except NotJudged:
        return None


def _line_for(project: Project, run: RunRecord, false_calls: float) -> tuple[Familiar, float]:
    known = learned_from(project, run)
    usual = known.out_of_fold(learned_pictures(project, run).probs, (CENTROID,))[CENTROID]
    return known, line_at(usual, false_calls)
