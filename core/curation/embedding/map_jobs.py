"""Maps in the making: looked at and laid out in a thread, watched from any page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from core.curation.embedding.embedding_map import EmbeddingMap, Method, make_map, saved_map
from core.curation.embedding.strays import astray
from core.project.project import Project
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import EmbeddingStopped, embed_images, known_vectors, looked_at
from core.vision.preprocess import Preprocess

AT_ONCE = 1500  # pictures that PCA lays out within a click
BROKE_OFF = "The map could not be made. Try again; the server's log has the details."
WAITING = "Waiting for another map to be laid out"

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_pool = ThreadPoolExecutor(1, "embedding-map")  # one map at a time: the other cores answer clicks


@dataclass(eq=False)
class MapJob:
    """One map under way: `message` says what happens, `fraction` (0…1) how far it is where that
    is known. `failed` is a sentence once it has failed."""

    message: str = WAITING
    fraction: float | None = None
    failed: str = ""
    done: bool = False
    stop: threading.Event = field(default_factory=threading.Event)


_jobs: dict[tuple[str, Method], MapJob] = {}


def quick_map(ids: Sequence[str], preprocess: Preprocess, method: Method) -> EmbeddingMap | None:
    """The map if it is there at once: made before, or PCA of not too many embeddings that are all
    cached."""
    saved = saved_map(ids, preprocess, method)
    if saved is not None or method == "tsne" or len(ids) > AT_ONCE:
        return saved
    if len(looked_at(ids, preprocess)) < len(ids):
        return None
    known = known_vectors(ids, preprocess)
    return make_map(ids, np.stack([known[image_id] for image_id in ids]), preprocess, method)


def start_map(
    project: Project, ids: Sequence[str], preprocess: Preprocess, method: Method
) -> MapJob:
    """Make a map in the background; one of this project and method that is under way goes on."""
    with _lock:
        job = _jobs.get((str(project.path), method))
        if job is None or job.done:
            job = _jobs[str(project.path), method] = MapJob()
            _pool.submit(_run, job, project, list(ids), preprocess, method)
        return job


def map_job(project: Project, method: Method) -> MapJob | None:
    """The latest map job of a project in this process, finished or not."""
    return _jobs.get((str(project.path), method))


def _run(
    job: MapJob, project: Project, ids: list[str], preprocess: Preprocess, method: Method
) -> None:
    try:
        _make(job, project, ids, preprocess, method)
    except EmbeddingStopped:
        pass
    except BackboneUnavailable as reason:
        job.failed = str(reason)
    except Exception:
        _log.exception("An embedding map failed")
        job.failed = BROKE_OFF
    finally:
        job.done = True


def _make(
    job: MapJob, project: Project, ids: list[str], preprocess: Preprocess, method: Method
) -> None:
    def looked(done: int, new: int) -> None:
        job.message, job.fraction = f"Looking at picture {done} of {new}", done / new

    wanted = set(ids)
    records = [record for record in project.dataset.images() if record.id in wanted]
    job.message = "Looking at the pictures"
    vectors = embed_images(project, records, preprocess, looked, job.stop)
    job.message, job.fraction = f"Laying out {len(records)} pictures", None
    make_map([record.id for record in records], vectors, preprocess, method)
    astray([record.id for record in records], [r.label for r in records], preprocess)  # now cached
