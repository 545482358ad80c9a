"""Health checks in the background of the web process: one a project, seen by every visit.

Nothing is looked at twice: grey shapes, cleanvision's scores and embeddings are kept by content.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.outliers import ODD, outlier_scores
from core.curation.faults.fault_jobs import faults_progress, start_faults, stop_faults
from core.curation.faults.picture_faults import picture_faults
from core.curation.health.health import UNLIKE, Checked
from core.jobs.background import Line
from core.project.dataset.images_now import images_now
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.project import Project
from core.project.records import ImageRecord
from core.training.quick.quick_jobs import wait_for_quick
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import EmbeddingStopped, embed_images, not_embedded
from core.vision.recipe import load_recipe

KEPT = 32  # projects whose last check stays in memory: 1 MB for 5,000 pictures
LOOK_EVERY = 0.3  # seconds
EMBEDDED_UNASKED = 600  # more new pictures than these wait for a training, or for a click
QUICK_SECONDS = 120.0  # a training that is under way embeds the same pictures: let it

State = Literal["running", "finished", "stopped", "failed"]

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_line = Line(1)


class CheckStopped(Exception):
    """Somebody asked to stop; what was looked at until then is kept."""


@dataclass(frozen=True)
class Check:
    """How far a check is: `fraction` 0…1, `message` for the learner, what the last one found."""

    state: State
    fraction: float = 0.0
    message: str = ""
    checked: Checked = field(default_factory=Checked)


@dataclass(eq=False)
class _Job:
    project: Project
    thorough: bool
    check: Check
    stop: threading.Event = field(default_factory=threading.Event)

    def tell(self, fraction: float, message: str) -> None:
        self.check = replace(self.check, fraction=fraction, message=message)


_jobs: OrderedDict[str, _Job] = OrderedDict()


def health_check(project: Project) -> Check | None:
    """The running or last check of the project in this process; None when there was none."""
    job = _jobs.get(str(project.path))
    return job.check if job else None


def needs_check(project: Project) -> bool:
    """Whether there are pictures that no check has seen or is looking at."""
    check = health_check(project)
    if check is None:
        return True
    if check.state != "finished":
        return False
    return any(record.id not in check.checked.ids for record in images_now(project))


def start_check(project: Project, *, thorough: bool = False) -> Check:
    """Look at the project's pictures; a check that is under way goes on instead.

    A `thorough` one also compares pictures that no network has seen yet, however many they are.
    """
    with _lock:
        before = _jobs.get(str(project.path))
        if before and before.check.state == "running":
            return before.check
        last = before.check.checked if before else Checked()
        job = _jobs[str(project.path)] = _Job(project, thorough, Check("running", checked=last))
        _jobs.move_to_end(str(project.path))
        _forget_the_oldest()
    threading.Thread(target=_run, args=(job,), name="health", daemon=True).start()
    return job.check


def stop_check(project: Project) -> None:
    """Ask the check to stop; what was looked at is kept for the next one."""
    if job := _jobs.get(str(project.path)):
        job.stop.set()
        stop_faults(project)


def _forget_the_oldest() -> None:
    for key in list(_jobs)[:-KEPT]:
        if _jobs[key].check.state != "running":
            del _jobs[key]


def _run(job: _Job) -> None:
    try:
        state: State = "finished"
        checked = _checked(job)
    except (CheckStopped, EmbeddingStopped):
        state, checked = "stopped", job.check.checked
    except Exception:
        _log.exception("A health check broke off")
        state, checked = "failed", job.check.checked
    job.check = Check(state, 1.0, checked=checked)


def _checked(job: _Job) -> Checked:
    records = job.project.dataset.images()
    with _line.turn(job.stop, lambda ahead: job.tell(0.0, "Other projects are looked at first")):
        job.tell(0.0, "Looking for the same picture twice")
        alike = near_duplicate_groups(job.project.dataset, [record.id for record in records])
    _look_for_faults(job)
    suspects = {
        kind: [image_id for image_id, _ in found]
        for kind, found in picture_faults(job.project, records).found.items()
    }
    unlike = _unlike_the_others(job, records)
    return Checked(
        ids=frozenset(record.id for record in records),
        alike=alike,
        suspects=suspects if unlike is None else {**suspects, UNLIKE: unlike},
        compared=unlike is not None,
    )


def _look_for_faults(job: _Job) -> None:
    """Wait until the worker process has looked at every picture; a failure leaves some unseen."""
    start_faults(job.project)
    while (faults := faults_progress(job.project)) and faults.state == "running":
        job.tell(0.1 + 0.5 * faults.fraction, faults.message)
        if job.stop.wait(LOOK_EVERY):
            stop_faults(job.project)
    if job.stop.is_set():
        raise CheckStopped


def _unlike_the_others(job: _Job, records: Sequence[ImageRecord]) -> list[str] | None:
    """The ids of pictures far from all others, the farthest first; None where that must wait."""
    wait_for_quick(job.project, QUICK_SECONDS)
    preprocess = load_recipe(job.project).preprocess()
    looked_at = [record for record in records if record.split != "test"]
    if not job.thorough and not_embedded(looked_at, preprocess) > EMBEDDED_UNASKED:
        return None
    with _line.turn(job.stop, lambda ahead: job.tell(0.6, "Other projects are looked at first")):
        try:
            embeddings = embed_images(
                *(job.project, looked_at, preprocess),
                progress=lambda done, new: job.tell(
                    0.6 + 0.4 * done / new, f"Comparing your pictures: {done} of {new}"
                ),
                stop=job.stop,
            )
        except BackboneUnavailable:
            return None
        return _odd_ones(embeddings, looked_at)


def _odd_ones(embeddings: NDArray[np.float32], records: Sequence[ImageRecord]) -> list[str]:
    scores = outlier_scores(embeddings, [record.label for record in records])
    farthest = np.argsort(-scores, kind="stable")
    return [records[row].id for row in farthest if scores[row] >= ODD]
