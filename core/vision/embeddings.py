"""A project's pictures as rows of numbers: what the quick head learns from."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.jobs.background import stop_here
from core.jobs.queue.environment import be_polite, usable_cores
from core.project.disk import shared_cache
from core.project.project import Project
from core.project.records import ImageRecord
from core.project.vector_cache import EmbeddingCache
from core.vision.backbone import BACKBONE_ID, WIDTH, backbone
from core.vision.preprocess import Preprocess
from core.vision.ray.embeddings import cluster_pays, embed_elsewhere
from core.vision.views import AS_IT_IS, View

WRITE_EVERY = 64

Vector = NDArray[np.float32]
File = tuple[str, Path]  # a picture's id, and where it lies

_all_there: deque[tuple[tuple[str, int, int], tuple[str, ...]]] = deque(maxlen=32)


def embed_images(
    project: Project,
    records: Sequence[ImageRecord],
    preprocess: Preprocess,
    progress: Callable[[int, int], None] = lambda done, new: None,
    stop: threading.Event | None = None,
    view: View = AS_IT_IS,
) -> NDArray[np.float32]:
    """The embeddings of `records` as `view` shows them, (N, 1280), in their order.

    Only pictures never seen before pass through the backbone, one a thread; `progress(done, new)`
    counts those. Raises BackboneUnavailable, and Stopped soon after `stop` is set: what was
    embedded until then is kept.
    """
    files = [(record.id, project.dataset.image_path(record.id)) for record in records]
    return embed_files(files, preprocess, progress, stop, view)


def embed_files(
    pictures: Sequence[File],
    preprocess: Preprocess,
    progress: Callable[[int, int], None] = lambda done, new: None,
    stop: threading.Event | None = None,
    view: View = AS_IT_IS,
) -> NDArray[np.float32]:
    """The same of pictures that need not be in a project: (id, where the file lies) each, where
    the id is of the content, as a project's are."""
    cache = _cache(preprocess, view)
    vectors = cache.read([image_id for image_id, _ in pictures])
    new = [picture for picture in pictures if picture[0] not in vectors]
    waiting: list[tuple[str, Vector]] = []
    stop = stop or threading.Event()
    try:
        fresh = _embedded(new, preprocess, stop, view)
        for done, (image_id, vector) in enumerate(fresh, start=1):
            vectors[image_id] = vector
            waiting.append((image_id, vector))
            progress(done, len(new))
            if len(waiting) == WRITE_EVERY:
                cache.write(waiting)
                waiting.clear()
            stop_here(stop)
    finally:
        cache.write(waiting)
    return _stacked([vectors[image_id] for image_id, _ in pictures])


def known_vectors(
    ids: Sequence[str], preprocess: Preprocess, view: View = AS_IT_IS
) -> dict[str, Vector]:
    """The embeddings (1280,) of those of `ids` that are cached, by picture id."""
    return _cache(preprocess, view).read(ids)


def looked_at(ids: Sequence[str], preprocess: Preprocess) -> tuple[str, ...]:
    """Those of `ids` whose embeddings are cached, in their order: what may be kept in memory.

    Where they all are, asking again costs nothing while no vector leaves the cache.
    """
    cache = _cache(preprocess, AS_IT_IS)
    asked = (cache.place, tuple(ids))
    if asked not in _all_there:
        known = cache.known(ids)
        if len(known) < len(set(ids)):
            return tuple(image_id for image_id in ids if image_id in known)
        _all_there.append(asked)
    return asked[1]


def not_embedded(
    records: Sequence[ImageRecord], preprocess: Preprocess, view: View = AS_IT_IS
) -> int:
    """How many of `records` would have to pass through the backbone."""
    return unseen([record.id for record in records], preprocess, view)


def unseen(ids: Sequence[str], preprocess: Preprocess, view: View = AS_IT_IS) -> int:
    """How many of the pictures `ids` would have to pass through the backbone."""
    return len(ids) - len(_cache(preprocess, view).known(ids))


def _embedded(
    pictures: list[File], preprocess: Preprocess, stop: threading.Event, view: View
) -> Iterator[tuple[str, Vector]]:
    """(id, vector) of every picture, in order: by the class's cluster where one pays, else here."""
    done = 0
    if cluster_pays(len(pictures)):
        for vector in embed_elsewhere(pictures, preprocess, view, stop):
            yield pictures[done][0], vector
            done += 1
    yield from _embedded_here(pictures[done:], preprocess, stop, view)


def _embedded_here(
    pictures: list[File], preprocess: Preprocess, stop: threading.Event, view: View
) -> Iterator[tuple[str, Vector]]:
    """(id, vector) of every picture, in order; decoding and the network overlap across threads."""
    if not pictures:
        return
    network = backbone()

    def embed(picture: File) -> tuple[str, Vector]:
        stop_here(stop)
        image_id, path = picture
        with Image.open(path) as image:
            return image_id, network.embed(preprocess(view.of(image, image_id))[None])[0]

    with ThreadPoolExecutor(usable_cores(), "embed", initializer=be_polite) as pool:
        yield from pool.map(embed, pictures)


def _cache(preprocess: Preprocess, view: View) -> EmbeddingCache:
    kind = "/".join(filter(None, (BACKBONE_ID, preprocess.key, view.key)))
    return EmbeddingCache(shared_cache() / "embeddings.sqlite", kind)


def _stacked(vectors: list[Vector]) -> NDArray[np.float32]:
    return np.stack(vectors) if vectors else np.empty((0, WIDTH), dtype=np.float32)
