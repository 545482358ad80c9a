"""A year made ready in the background: every picture is looked at once a machine, and a year that
many learners share is worked out once for all of them."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

import numpy as np

from core.evaluation.abroad import TROUBLES, Report, telling
from core.jobs.background import Background, Job
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.vision.embeddings import File, embed_files, unseen
from core.vision.preprocess import Preprocess
from core.vision.recipe import load_recipe
from core.world.drift.arrivals import Arrival, Kind, arrivals
from core.world.drift.year import Year


@dataclass(frozen=True, eq=False)
class MadeYear:
    """A year as numbers, with the names of its classes and its pictures, row by row."""

    year: Year
    vocab: list[str]
    pictures: list[Arrival]


# One at a time: the next in a class finds all that this one looked at, instead of looking, too.
YEAR = Background[MadeYear]("year", at_once=1, kept=EVERYBODY // 2, sentences=TROUBLES)


def live_a_year(project: Project, kind: Kind) -> None:
    """Make the year ready in the background: YEAR, about `about_year`."""

    def work(job: Job[MadeYear]) -> MadeYear:
        return made_year(project, kind, telling(job), job.stop)

    YEAR.start(project, work, about=about_year(project, kind))


def about_year(project: Project, kind: Kind) -> str:
    """What a year depends on: another picture, label or recipe makes another year."""
    return f"{kind}-{project.changed()}-{load_recipe(project).preprocess().key}"


def made_year(
    project: Project,
    kind: Kind,
    report: Report = lambda done, new: None,
    stop: threading.Event | None = None,
) -> MadeYear:
    """The year of this kind. `report(done, new)` hears of every picture that nobody had looked at.
    Raises BackboneUnavailable and Stopped."""
    pictures = arrivals(project, kind)
    vectors = _looked_at(pictures, load_recipe(project).preprocess(), report, stop)
    vocab = sorted({one.label for one in pictures})
    targets = np.array([vocab.index(one.label) for one in pictures], np.int64)
    months = np.array([one.month for one in pictures], np.int64)
    return MadeYear(_year(_Numbers(vectors, targets, months, len(vocab))), vocab, pictures)


@dataclass(frozen=True)
class _Numbers:
    """What a year is worked out from; those of two learners with the same pictures are equal."""

    vectors: np.ndarray = field(compare=False)
    targets: np.ndarray = field(compare=False)
    months: np.ndarray = field(compare=False)
    classes: int
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        parts = (self.vectors, self.targets, self.months)
        digest = sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).digest()
        object.__setattr__(self, "digest", digest)


@lru_cache(maxsize=6)
def _year(numbers: _Numbers) -> Year:
    """The year of these numbers, with what takes half a second: not while a lever moves."""
    year = Year.of(numbers.vectors, numbers.targets, numbers.months, numbers.classes)
    _ = year.clairvoyant
    return year


def _looked_at(
    pictures: list[Arrival], prepare: Preprocess, report: Report, stop: threading.Event | None
) -> np.ndarray:
    """The embeddings of all pictures (N, 1280), each under its condition."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(pictures):
        groups[one.view.key].append(row)
    new = sum(
        unseen([pictures[row].id for row in rows], prepare, pictures[rows[0]].view)
        for rows in groups.values()
    )
    vectors, done = np.zeros((0, 0), np.float32), 0
    for rows in groups.values():
        before = done

        def told(count: int, _new: int, before: int = before) -> None:
            nonlocal done
            done = before + count
            report(done, new)

        files: list[File] = [(pictures[row].id, pictures[row].path) for row in rows]
        found = embed_files(files, prepare, told, stop, pictures[rows[0]].view)
        if not vectors.size:
            vectors = np.zeros((len(pictures), found.shape[1]), np.float32)
        vectors[rows] = found
    return vectors
