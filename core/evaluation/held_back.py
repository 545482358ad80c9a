"""Bear World's held-back pictures: other light, other cameras, other poses, never learned from."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.starter.bear_sets import CLASSES, BearPicture, bear_sets, pictures
from core.training.outcome import Outcome

HELD_BACK = (
    "night",
    "low-resolution",
    "from-behind",
    "far-away",
    "half-hidden",
    "swapped-backgrounds",
)
SPLIT = "held back"

Report = Callable[[int, int], None]


def held_back_sets(vocab: list[str]) -> dict[str, str]:
    """Set → one line about it, for a model that knows a bear of Bear World; else none."""
    if len(set(CLASSES) & set(vocab)) < 2:
        return {}
    about = bear_sets()
    return {name: about[name] for name in HELD_BACK if name in about}


def held_back_pictures(name: str) -> dict[str, BearPicture]:
    """Image id → picture of one set, in its order; raises KeyError when no such set ships."""
    return {_image_id(picture.path): picture for picture in pictures(name)}


def judged_held_back(
    project: Project, run: RunRecord, name: str, report: Report = lambda done, of: None
) -> Outcome:
    """What the run says about a held-back set: asked once, then kept in the run's folder.

    `report(done, of)` hears of every picture. Raises ModelUnavailable.
    """
    file = project.runs.folder(run.id) / f"held-back-{name}.npz"
    vocab = load_predictor(project, run.id).vocab
    shown = {key: one for key, one in held_back_pictures(name).items() if one.true in vocab}
    kept = _kept(file, vocab, list(shown))
    if kept is None:
        kept = _judged(project, run, shown, report)
        kept.save(file)
    return kept


def _kept(file: Path, vocab: list[str], ids: list[str]) -> Outcome | None:
    """What was kept, if it is about these pictures in these classes."""
    try:
        kept = Outcome.load(file)
    except (OSError, ValueError, KeyError):
        return None
    return kept if (kept.vocab, kept.image_ids) == (vocab, ids) else None


def _judged(
    project: Project, run: RunRecord, shown: dict[str, BearPicture], report: Report
) -> Outcome:
    predictor = load_predictor(project, run.id)
    probs = []
    for done, picture in enumerate(shown.values(), start=1):
        with Image.open(picture.path) as image:
            answer = predictor.predict(image)
        probs.append([answer.probs[label] for label in predictor.vocab])
        report(done, len(shown))
    return Outcome(
        vocab=predictor.vocab,
        image_ids=list(shown),
        splits=[SPLIT] * len(shown),
        targets=np.array([predictor.vocab.index(one.true) for one in shown.values()], np.int64),
        probs=np.array(probs, dtype=np.float32),
    )


@lru_cache(maxsize=512)
def _image_id(path: Path) -> str:
    """The id the picture would have in a project."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
