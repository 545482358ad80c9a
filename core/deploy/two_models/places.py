"""Photo and place: how often each kind turns up where the photo was taken (Bayes' rule)."""

from typing import Annotated

import numpy as np
from pydantic import Field

from core.deploy.two_models.gates import Model
from core.evaluation.calibration import unseen_by
from core.plain_text import one_line
from core.project.lengths import LONGEST_NAME
from core.project.project import Project
from core.project.settings import Setting
from core.statistics import Floats
from core.training.runs import outcome_of
from core.vision.chain import Places

MOST_OFTEN, EQUAL = 10, 5
MOST_PLACES = 8
Often = Annotated[int, Field(ge=0, le=MOST_OFTEN)]
PLACES = Setting[dict[str, dict[str, int]]]("two_models_places", dict[str, dict[str, Often]], dict)
"""Place → class → how often it turns up there, 0 (never) to 10; 5 where nothing was said."""


def place_name(typed: str) -> str:
    """What a learner typed, as the name of a place: one short line, "" for nothing."""
    return one_line(typed)[:LONGEST_NAME]


def often_at(project: Project, place: str, vocab: list[str]) -> dict[str, int]:
    """Class → how often it turns up at the place, all alike at first."""
    kept = project.settings.get(PLACES).get(place, {})
    return {name: kept.get(name, EQUAL) for name in vocab}


def keep_often(project: Project, place: str, often: dict[str, int]) -> None:
    """Keep it; of more than eight places the one added first goes."""
    kept = {**project.settings.get(PLACES), place: often}
    project.settings.set(PLACES, dict(list(kept.items())[-MOST_PLACES:]))


def places_of(model: Model, also: str | None = None) -> Places:
    """Every place that was kept, and this one, where something lives; with the model's temperature
    and the shares of its classes in the data (all alike where that is gone)."""
    vocab, found = model.vocab, unseen_by(model.project, model.run)
    shares = {}
    kept = model.project.settings.get(PLACES)
    for place in kept if also is None else {**kept, also: {}}:
        often = np.array(list(often_at(model.project, place, vocab).values()), dtype=np.float64)
        if often.sum() > 0:
            shares[place] = often / often.sum()
    return Places(found.temperature if found else 1.0, _seen(model, len(vocab)), shares)


def _seen(model: Model, classes: int) -> Floats:
    outcome = outcome_of(model.project, model.run)
    known = outcome.part("train", "valid").targets if outcome else np.empty(0, dtype=np.int64)
    counts = np.bincount(known, minlength=classes).astype(np.float64) if len(known) else None
    return counts / counts.sum() if counts is not None else np.full(classes, 1 / classes)
