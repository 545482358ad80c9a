"""A year made ready in the background: every picture is looked at once a machine."""

import threading
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from core.evaluation.abroad import TROUBLES, Report, telling
from core.jobs.background import Background, Job
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


YEAR = Background[MadeYear]("year", at_once=2, kept=12, sentences=TROUBLES)


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
    year = Year.of(vectors, targets, months, len(vocab))
    _ = year.clairvoyant  # takes half a second: not while a lever moves
    return MadeYear(year, vocab, pictures)


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
