"""Held-back sets: pictures that only judge. Bear World's come with the app, others are brought."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from core.content import lesson_text
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.starter.bear_sets import CLASSES, bear_sets, pictures
from core.training.outcome import Outcome

CONDITIONS = (
    "night",
    "low-resolution",
    "from-behind",
    "far-away",
    "half-hidden",
    "swapped-backgrounds",
)
HELD_BACK = (*CONDITIONS, *(f"month-{number:02d}" for number in range(1, 13)))
BREAK_IT = "Break it"  # the set of what was found there
LONGEST = 60  # characters of a set's name
SPLIT = "held back"
_OWN = "own-"
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class HeldBackSet:
    """What it is called on the screen, and one line about it."""

    title: str
    about: str


@dataclass(frozen=True)
class HeldBackFile:
    """Where the JPEG of one held-back picture is, and what it shows."""

    path: Path
    label: str


def own_key(set_name: str) -> str:
    """How a set that was brought is known in addresses, files and settings."""
    return f"{_OWN}{hashlib.sha256(set_name.encode()).hexdigest()[:8]}"


def is_own(key: str) -> bool:
    """Whether the set of this key was brought, and does not come with the app."""
    return key.startswith(_OWN)


def held_back_sets(project: Project, vocab: list[str]) -> dict[str, HeldBackSet]:
    """Key → set, for a model of these classes: what was brought to the project and shows one of
    them, then Bear World's where the model knows its bears."""
    text = lesson_text("domain")
    names = dict.fromkeys(one.set_name for one in project.dataset.held_back() if one.label in vocab)
    brought = {
        own_key(name): HeldBackSet(
            name, text["own_break_it" if name == BREAK_IT else "own_set"].format(name=name)
        )
        for name in names
    }
    if len(set(CLASSES) & set(vocab)) < 2:
        return brought
    about = bear_sets()
    rendered = {
        name: HeldBackSet(name.replace("-", " "), about[name])
        for name in HELD_BACK
        if name in about
    }
    return brought | rendered


def held_back_pictures(project: Project, key: str) -> dict[str, HeldBackFile]:
    """Image id → picture of one set, in its order; raises KeyError where there is no such set."""
    if not is_own(key):
        return {_image_id(one.path): HeldBackFile(one.path, one.true) for one in pictures(key)}
    found = {
        one.id: HeldBackFile(project.dataset.image_path(one.id), one.label)
        for one in project.dataset.held_back()
        if own_key(one.set_name) == key
    }
    if not found:
        raise KeyError(key)
    return found


def known_to(vocab: list[str], shown: dict[str, HeldBackFile]) -> dict[str, HeldBackFile]:
    """Those whose class a model of these classes can name at all."""
    return {image_id: one for image_id, one in shown.items() if one.label in vocab}


def judged_held_back(
    project: Project, run: RunRecord, key: str, report: Report = lambda done, of: None
) -> Outcome:
    """What the run says about a held-back set: asked once, then kept in the run's folder.

    `report(done, of)` hears of every picture. Raises ModelUnavailable, KeyError for no such set.
    """
    vocab = load_predictor(project, run.id).vocab
    shown = known_to(vocab, held_back_pictures(project, key))
    kept = _kept(answers_file(project, run, key), vocab, shown)
    if kept is None:
        kept = _judged(project, run, shown, report)
        kept.save(answers_file(project, run, key))
    return kept


def answers_file(project: Project, run: RunRecord, key: str) -> Path:
    """Where the run's answers about a set are kept."""
    return project.runs.folder(run.id) / f"held-back-{key}.npz"


def _kept(file: Path, vocab: list[str], shown: dict[str, HeldBackFile]) -> Outcome | None:
    """What was kept, if it is about these pictures in these classes."""
    try:
        kept = Outcome.load(file)
        labels = [kept.vocab[int(target)] for target in kept.targets]
    except (OSError, ValueError, KeyError, IndexError):
        return None
    asked = [(image_id, one.label) for image_id, one in shown.items()]
    same = list(zip(kept.image_ids, labels, strict=True)) == asked
    return kept if kept.vocab == vocab and same else None


def _judged(
    project: Project, run: RunRecord, shown: dict[str, HeldBackFile], report: Report
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
        targets=np.array([predictor.vocab.index(one.label) for one in shown.values()], np.int64),
        probs=np.array(probs, dtype=np.float32).reshape(len(shown), len(predictor.vocab)),
    )


@lru_cache(maxsize=512)
def _image_id(path: Path) -> str:
    """The id the picture would have in a project."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
