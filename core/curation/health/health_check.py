"""Health checks in the background of the web process: one a project, seen by every visit.

Nothing is looked at twice: grey shapes, scores and embeddings are kept by content.
"""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.curation.embedding.neighbours import ODD, outlier_scores
from core.curation.faults.picture_faults import FAULTS, picture_faults, start_faults
from core.curation.health.health import UNLIKE, Checked
from core.jobs.background import Background, Job, Progress, Work, stop_here
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.project import Project
from core.project.records import ImageRecord
from core.training.quick.quick import TRAINING
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import embed_images, not_embedded
from core.vision.recipe import load_recipe

KEPT = 32  # projects whose last check stays in memory: 1 MB for 5,000 pictures
LOOK_EVERY = 0.3  # seconds
EMBEDDED_UNASKED = 600  # more new pictures than these wait for a training, or for a click
QUICK_SECONDS = 120.0  # a training that is under way embeds the same pictures: let it

Part = TypeVar("Part")

HEALTH = Background[Checked]("health", kept=KEPT)
_TURNS = Background[Any](  # the parts of checks that keep a core busy, one at a time
    "health turns", at_once=1, waits=lambda ahead: "Other projects are looked at first"
)


def needs_check(project: Project) -> bool:
    """Whether there are pictures that no check has seen or is looking at."""
    check = HEALTH.progress(project)
    if check is None:
        return True
    if check.state != "finished" or check.result is None:
        return False
    return any(record.id not in check.result.ids for record in project.dataset.images())


def start_check(project: Project, *, thorough: bool = False) -> None:
    """Look at the project's pictures; a check that is under way goes on instead. A `thorough` one
    also compares pictures that no network has seen yet, however many they are."""
    before = HEALTH.progress(project)
    last = before.result if before else None
    HEALTH.start(project, lambda job: _checked(job, thorough), result=last)


def _checked(job: Job[Checked], thorough: bool) -> Checked:
    records = job.project.dataset.images()
    alike = _in_turn(job, _alike, 0.0, 0.1)
    start_faults(job.project)
    _follow(job, FAULTS, 0.1, 0.6)  # a failure leaves some unseen
    suspects = {
        kind: [image_id for image_id, _ in found]
        for kind, found in picture_faults(job.project, records).found.items()
    }
    unlike = _unlike_the_others(job, records, thorough)
    return Checked(
        ids=frozenset(record.id for record in records),
        alike=alike,
        suspects=suspects if unlike is None else {**suspects, UNLIKE: unlike},
        compared=unlike is not None,
    )


def _in_turn(job: Job[Checked], work: Work[Part], first: float, last: float) -> Part:
    """What `work` gives, done when it is this project's turn; raises Stopped."""
    _TURNS.start(job.project, work)
    ended = _follow(job, _TURNS, first, last)
    if ended.state != "finished":
        raise RuntimeError(ended.message)
    return cast(Part, ended.result)


def _follow(job: Job[Checked], part: Background[Any], first: float, last: float) -> Progress[Any]:
    """Wait for `part` of the check, its progress told from `first` to `last`; returns how it ended.
    Stops it, and raises Stopped, when the check is stopped."""
    while (now := part.progress(job.project)) and now.state == "running":
        job.report(first + (last - first) * now.fraction, now.message)
        if job.stop.is_set():
            part.stop(job.project)
        part.wait(job.project, LOOK_EVERY)
    stop_here(job.stop)
    return now or Progress("stopped")


def _alike(job: Job[dict[str, str]]) -> dict[str, str]:
    job.report(0.0, "Looking for the same picture twice")
    return near_duplicate_groups(
        job.project.dataset, [record.id for record in job.project.dataset.images()]
    )


def _unlike_the_others(
    job: Job[Checked], records: Sequence[ImageRecord], thorough: bool
) -> list[str] | None:
    """The ids of pictures far from all others, the farthest first; None where that must wait."""
    TRAINING.wait(job.project, QUICK_SECONDS)
    preprocess = load_recipe(job.project).preprocess()
    looked_at = [record for record in records if record.split != "test"]
    if not thorough and not_embedded(looked_at, preprocess) > EMBEDDED_UNASKED:
        return None

    def compare(part: Job[list[str] | None]) -> list[str] | None:
        def report(done: int, new: int) -> None:
            part.report(done / new, says("work", "comparing", done=done, of=new))

        try:
            return _odd_ones(
                embed_images(job.project, looked_at, preprocess, report, part.stop), looked_at
            )
        except BackboneUnavailable:
            return None

    return _in_turn(job, compare, 0.6, 1.0)


def _odd_ones(embeddings: NDArray[np.float32], records: Sequence[ImageRecord]) -> list[str]:
    scores = outlier_scores(embeddings, [record.label for record in records])
    farthest = np.argsort(-scores, kind="stable")
    return [records[row].id for row in farthest if scores[row] >= ODD]
