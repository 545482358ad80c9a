"""A model on pictures that look different, beside its validation pictures at home."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from core.content import says
from core.evaluation.elsewhere import Elsewhere, Seen, seen_elsewhere
from core.evaluation.familiar_sides import SIDES
from core.evaluation.novelty import Familiar
from core.jobs.background import Background, Job, stop_here
from core.production.predictor import ModelUnavailable, load_predictor
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.statistics import Floats, Score
from core.training.outcome import Outcome
from core.training.quick.head import FILE as HEAD
from core.training.quick.head import Head
from core.training.runs import outcome_of
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import embed_files, embed_images
from core.vision.recipe import run_recipe

SURE = 0.9
Vectors = NDArray[np.float32]
Report = Callable[[int, int], None]
_LearnedBy = tuple[Path, str, tuple[str, ...], bytes, int]


@dataclass(frozen=True, eq=False)
class Abroad:
    """One model on its validation pictures at home, and abroad: on the same pictures in the same
    order under a condition, or on a held-back set. How strange each is by every score; `learned`
    are the scores of its training pictures, each judged out of fold: a line is set on those.
    `files` says where the pictures abroad are."""

    home: Outcome
    abroad: Outcome
    home_scores: dict[str, Floats]
    abroad_scores: dict[str, Floats]
    learned: dict[str, Floats]
    files: dict[str, Path]


@dataclass(frozen=True)
class Standing:
    """How a model did on some pictures: right ones, its mean confidence (0…1), and how many it was
    at least `SURE` of and wrong."""

    score: Score
    sure: float
    sure_and_wrong: int


class NotJudged(Exception):
    """The run cannot be judged under a condition; the text is one sentence for the learner."""


TROUBLES = (NotJudged, ModelUnavailable, BackboneUnavailable)
ABROAD = Background[Abroad]("abroad", at_once=2, kept=EVERYBODY, sentences=TROUBLES)


def standing(outcome: Outcome) -> Standing:
    """How the model did on the pictures of `outcome`, of which there is at least one."""
    sure = outcome.confidences
    return Standing(
        Score(outcome.correct, len(outcome.image_ids)),
        float(sure.mean()),
        int(((sure >= SURE) & ~outcome.is_correct).sum()),
    )


def surely_wrong(outcome: Outcome) -> list[int]:
    """The rows that are wrong, the surest first."""
    wrong = np.flatnonzero(~outcome.is_correct)
    return [int(row) for row in wrong[np.argsort(-outcome.confidences[wrong], kind="stable")]]


def go_abroad(project: Project, run: RunRecord, where: Elsewhere) -> None:
    """Judge the run elsewhere, in the background: ABROAD, about `work_place`."""

    def work(job: Job[Abroad]) -> Abroad:
        return judged_abroad(project, run, where, telling(job), job.stop)

    ABROAD.start(project, work, about=work_place(project, run, where))


def place(run: RunRecord, where: Elsewhere) -> str:
    """What the guesses about one run elsewhere are about."""
    return f"{run.id}-{where.key}"


def work_place(project: Project, run: RunRecord, where: Elsewhere) -> str:
    """What the work on it is about: other pictures are other work. Raises NotJudged."""
    return f"{run.id}-{seen_elsewhere(project, home_outcome(project, run), where).stamp}"


def judged_abroad(
    project: Project,
    run: RunRecord,
    where: Elsewhere,
    report: Report = lambda done, of: None,
    stop: threading.Event | None = None,
) -> Abroad:
    """The run elsewhere. `report(done, new)` hears of every picture that nobody had looked at like
    this. Raises NotJudged, ModelUnavailable, BackboneUnavailable, Stopped."""
    home = home_outcome(project, run)
    records = records_of(project, home.image_ids)
    prepare = run_recipe(run).preprocess()
    seen = seen_elsewhere(project, home, where)
    if not seen.files:
        raise NotJudged(says("evaluate", "set_no_picture"))
    vectors = embed_files(seen.files, prepare, report, stop, seen.view)
    probs = probabilities(project, run, seen, vectors, stop)
    abroad = Outcome(home.vocab, seen.ids, ["valid"] * len(seen.files), seen.targets, probs)
    known = learned_from(project, run)
    usual = embed_images(project, records, prepare, stop=stop)
    with threadpool_limits(limits=1):  # the other cores answer clicks
        return Abroad(
            home,
            abroad,
            known.scores(usual, home.probs.astype(np.float64)),
            known.scores(vectors, probs.astype(np.float64)),
            _usual(_learned_by(project, run), learned_pictures(project, run).probs.tobytes()),
            dict(seen.files),
        )


def home_outcome(project: Project, run: RunRecord) -> Outcome:
    """The run's answers on those of its validation pictures that are still there; raises NotJudged
    where there are none."""
    whole = outcome_of(project, run)
    there = {record.id for record in project.dataset.images()}
    valid = whole.part("valid") if whole else None
    rows = [row for row, one in enumerate(valid.image_ids) if one in there] if valid else []
    if valid is None or not rows:
        raise NotJudged(says("evaluate", "pictures_model_checked"))
    return Outcome(
        valid.vocab,
        [valid.image_ids[row] for row in rows],
        ["valid"] * len(rows),
        valid.targets[rows],
        valid.probs[rows],
    )


def learned_from(project: Project, run: RunRecord) -> Familiar:
    """The familiar side of a run, kept in memory; only pictures nobody looked at pass through the
    backbone. Raises NotJudged and BackboneUnavailable."""
    return _familiar(_learned_by(project, run))


def _learned_by(project: Project, run: RunRecord) -> _LearnedBy:
    learned = learned_pictures(project, run)
    ids = tuple(record.id for record in learned.records)
    return project.path, run.id, ids, learned.targets.tobytes(), learned.probs.shape[1]


def _familiar(by: _LearnedBy) -> Familiar:
    if (side := SIDES.of(by)) is not None:
        return side
    path, run_id, ids, targets, classes = by
    project = Project(path)
    prepare = run_recipe(project.runs.get(run_id)).preprocess()
    vectors = embed_images(project, records_of(project, ids), prepare)
    return SIDES.shared(by, vectors, np.frombuffer(targets, np.int64), classes)


@lru_cache(maxsize=EVERYBODY)  # 45 kB each
def _usual(by: _LearnedBy, probs: bytes) -> dict[str, Floats]:
    """How strange each picture is that was learned from, once for all conditions of a run."""
    return _familiar(by).out_of_fold(np.frombuffer(probs).reshape(len(by[2]), -1))


@dataclass(frozen=True, eq=False)
class Learned:
    """Training pictures of a run that are still there, with the labels it learned, `targets` (N,),
    and what it says of them, `probs` (N, C)."""

    records: list[ImageRecord]
    targets: NDArray[np.int64]
    probs: Floats

    def without(self, ids: set[str]) -> Learned:
        """The same but for these pictures; raises NotJudged where nothing is left."""
        rows = [row for row, record in enumerate(self.records) if record.id not in ids]
        if not rows:
            raise NotJudged(says("evaluate", "everything_model_learned"))
        return Learned([self.records[row] for row in rows], self.targets[rows], self.probs[rows])


def learned_pictures(project: Project, run: RunRecord) -> Learned:
    """What the run learned from and is still there; raises NotJudged where nothing is."""
    outcome = outcome_of(project, run)
    learned = outcome.part("train") if outcome else None
    there = {record.id: record for record in project.dataset.images()}
    rows = [row for row, one in enumerate(learned.image_ids) if one in there] if learned else []
    if learned is None or not rows:
        raise NotJudged(says("evaluate", "pictures_model_learned"))
    return Learned(
        [there[learned.image_ids[row]] for row in rows],
        learned.targets[rows],
        learned.probs[rows].astype(np.float64),
    )


def records_of(project: Project, ids: Sequence[str]) -> list[ImageRecord]:
    """The pictures with these ids, in their order; raises KeyError for one that is gone."""
    there = {record.id: record for record in project.dataset.images()}
    return [there[one] for one in ids]


def telling(job: Job[Any]) -> Report:
    """How far the looking is, for the one who waits."""
    return lambda done, new: job.report(
        done / max(new, 1), says("work", "looking", done=done, of=new)
    )


def probabilities(
    project: Project,
    run: RunRecord,
    seen: Seen,
    vectors: Vectors,
    stop: threading.Event | None = None,
) -> NDArray[np.float32]:
    """What the model says of each picture (N, C): a quick run from its embeddings, a fine-tune by
    looking at the picture. Raises ModelUnavailable, Stopped."""
    predictor = load_predictor(project, run.id)
    if run.kind == "quick":
        head = Head.load(project.runs.folder(run.id) / HEAD)
        return head.probabilities(vectors)
    rows = []
    for image_id, path in seen.files:
        stop_here(stop or threading.Event())
        with Image.open(path) as picture:
            answer = predictor.predict(seen.view.of(picture, image_id))
        rows.append([answer.probs[name] for name in predictor.vocab])
    return np.array(rows, dtype=np.float32)
