"""What a fault costs: the learner's own validation pictures at a careful and at a broken server."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, zip_longest
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from core.content import says
from core.deploy.broken_server.faults import FAULTS, Fault, carefully
from core.jobs.background import Background, Job, stop_here
from core.jobs.queue.environment import be_polite, usable_cores
from core.jobs.warm import WorkerFailed
from core.production.learner_file import CannotExport
from core.production.predictor import ModelUnavailable, Predictor, load_predictor
from core.production.run_files import model_labels
from core.project.guesses import Question
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.statistics import Score
from core.training.runs import outcome_of, part_of
from core.vision.backbone import BackboneUnavailable
from core.words import count_of

Band = Literal["none", "few", "many", "most"]
Index = Annotated[int, Field(ge=0)]
MOST = 120  # pictures that are asked about
TEN = 10  # examples that go with every export
AGREES = 1e-3  # what the smoke test lets pass
FEW, MANY = 0.1, 0.4  # shares of the right answers that are lost

LOSS = Question[Band]("guess_broken_server_", Band, "band")  # about a run and a fault


class Asked(NamedTuple):
    """One picture at both servers: its label and the answers as numbers of classes, and the most
    that a class's probability differs (0…1)."""

    image_id: str
    label: Index
    careful: Index
    broken: Index
    differs: float


class Measured(NamedTuple):
    """Every picture that was asked about, in classes of `vocab`."""

    vocab: list[str]
    asked: list[Asked]

    @property
    def careful(self) -> Score:
        """What the careful server gets right."""
        return Score(sum(one.careful == one.label for one in self.asked), len(self.asked))

    @property
    def broken(self) -> Score:
        """What the broken server gets right of the same pictures."""
        return Score(sum(one.broken == one.label for one in self.asked), len(self.asked))

    @property
    def flipped(self) -> list[Asked]:
        """The pictures that got another answer."""
        return [one for one in self.asked if one.broken != one.careful]

    @property
    def caught(self) -> int:
        """How many of ten pictures get other probabilities than a smoke test lets pass."""
        return sum(one.differs > AGREES for one in self.asked[:TEN])

    @property
    def band(self) -> Band:
        """How much of the accuracy is lost."""
        return band(self.careful, self.broken)


_MEASURED = Setting[Measured | None](
    "broken_server_", Measured | None, lambda: None, family=True
)  # about a run and a fault
MEASURING = Background[str](
    "broken server",
    at_once=1,
    sentences=(ModelUnavailable, BackboneUnavailable, CannotExport, WorkerFailed),
)


def band(careful: Score, broken: Score) -> Band:
    """How much of `careful`'s accuracy `broken` loses, as it can be guessed."""
    lost = careful.accuracy - broken.accuracy
    if lost <= 0:
        return "none"
    return "few" if lost < FEW else "many" if lost < MANY else "most"


def about(run: RunRecord, fault: str) -> str:
    """What a guess and a measurement belong to."""
    return f"{run.id}.{fault}"


def measured(project: Project, run: RunRecord, fault: str) -> Measured | None:
    """What was measured for this run; None before, and when its classes or pictures changed."""
    kept = project.settings.get(_MEASURED, about(run, fault))
    if kept is None or not kept.asked or kept.vocab != model_labels(project, run).vocab:
        return None
    known = {image_id for image_id, _ in held_out(project, run)}
    fits = all(
        one.image_id in known and max(one.label, one.careful, one.broken) < len(kept.vocab)
        for one in kept.asked
    )
    return kept if fits else None


def start_measuring(project: Project, run: RunRecord, fault: str) -> None:
    """Ask both servers in the background and keep what they say; returns at once."""

    def work(job: Job[str]) -> str:
        found = _asked(job, run, fault)
        project.settings.set(_MEASURED, found, about(run, fault))
        return fault

    MEASURING.start(project, work, result=fault)


def held_out(project: Project, run: RunRecord) -> list[tuple[str, str]]:
    """(id, label) of the run's validation pictures, the classes in turn, up to 120 of them; only
    those whose files are there. The locked test set stays shut."""
    outcome = outcome_of(project, run)
    if outcome is None:
        return []
    part = part_of(outcome, "valid")
    piles: dict[int, list[str]] = {}
    for image_id, target in zip(part.image_ids, part.targets.tolist(), strict=True):
        if project.dataset.image_path(image_id).exists():
            piles.setdefault(target, []).append(image_id)
    rounds = zip_longest(*([(i, part.vocab[t]) for i in piles[t]] for t in sorted(piles)))
    return [one for one in chain.from_iterable(rounds) if one is not None][:MOST]


def _asked(job: Job[str], run: RunRecord, fault: str) -> Measured:
    pictures = held_out(job.project, run)
    predictor = load_predictor(job.project, run.id)
    asked = []
    for one in _answers(job.project, predictor, FAULTS[fault], pictures, job.stop):
        asked.append(one)
        every = count_of(len(pictures), "picture")
        said = says("work", "asked", done=len(asked), pictures=every)
        job.report(len(asked) / len(pictures), said)
    return Measured(predictor.vocab, asked)


def _answers(
    project: Project,
    predictor: Predictor,
    fault: Fault,
    pictures: Sequence[tuple[str, str]],
    stop: threading.Event,
) -> Iterator[Asked]:
    """What both servers say about each picture, in its order; clicks on pages come first."""

    def ask(picture: tuple[str, str]) -> Asked:
        stop_here(stop)
        image_id, label = picture
        jpeg = project.dataset.image_path(image_id).read_bytes()
        return _asked_twice(predictor, fault, image_id, label, jpeg)

    with ThreadPoolExecutor(usable_cores(), "broken", initializer=be_polite) as pool:
        yield from pool.map(ask, pictures)


def _asked_twice(
    predictor: Predictor, fault: Fault, image_id: str, label: str, jpeg: bytes
) -> Asked:
    file, names, see = fault.sent(jpeg, image_id), predictor.vocab, predictor.preprocess
    right, wrong = (
        predictor.ask(prepare(file, see)[None])[0] for prepare in (carefully, fault.prepared)
    )
    place = [fault.named(names).index(name) for name in names]
    wrong = wrong[place]  # the broken server's probability of each class, by its name
    differs = float(np.abs(right - wrong).max())
    return Asked(
        image_id, names.index(label), int(right.argmax()), int(wrong.argmax()), round(differs, 5)
    )
