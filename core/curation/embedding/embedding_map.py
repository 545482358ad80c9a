"""The embedding map: pictures as points in a plane, alike ones close together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.curation.embedding.neighbours import astray
from core.jobs.background import Background, Job
from core.project.disk import shared_cache
from core.project.map_cache import keep_map, map_file, read_map
from core.project.project import Project
from core.vision.backbone import BACKBONE_ID, BackboneUnavailable
from core.vision.embeddings import embed_images, known_vectors, looked_at
from core.vision.preprocess import Preprocess
from core.words import count_of

Method = Literal["pca", "tsne"]
Points = NDArray[np.float32]

AT_ONCE = 1500  # pictures that PCA lays out within a click
FEWEST = 5  # pictures of which a map says anything
FIRST_DIMENSIONS = 50  # what t-SNE is given, as its authors do
PERPLEXITY = 30.0
STEPS = 750


class Region(NamedTuple):
    """A rectangle on the map of one method; sides are coordinates of the map, −1…1."""

    method: Method
    left: float
    right: float
    bottom: float
    top: float

    @property
    def text(self) -> str:
        """As it stands in an address: "tsne:-0.51,0.2,0,1"."""
        return f"{self.method}:" + ",".join(f"{side:.3f}" for side in self[1:])

    @classmethod
    def parse(cls, text: str) -> Region | None:
        """What `text` wrote, None for anything else."""
        method, _, sides = text.partition(":")
        try:
            left, right, bottom, top = (float(side) for side in sides.split(","))
        except ValueError:
            return None
        known = next((name for name in get_args(Method) if name == method), None)
        return cls(known, left, right, bottom, top) if known else None


@dataclass(frozen=True, eq=False)
class EmbeddingMap:
    """Where each picture lies: `xy` (N, 2) in −1…1, its rows follow `ids`."""

    ids: list[str]
    xy: Points
    method: Method

    def inside(self, region: Region) -> list[str]:
        """The pictures in a rectangle, in the order of `ids`; none for a map of another method."""
        if region.method != self.method:
            return []
        x, y = self.xy.T
        here = (x >= region.left) & (x <= region.right) & (y >= region.bottom) & (y <= region.top)
        return [self.ids[row] for row in np.flatnonzero(here)]


def positions(embeddings: NDArray[np.float32], method: Method) -> Points:
    """Where (N, D) embeddings lie in a plane, (N, 2) in −1…1; the same input, the same map.

    "pca" keeps the two directions in which they differ most: quick. "tsne" keeps who is near whom:
    clearer groups, but distances between groups mean nothing; 1 to 2 s for 400 pictures, a minute
    or more for 5,000. Fewer than five always lie on "pca".
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):  # the other cores answer clicks
        main = _main_directions(embeddings)
        plane = main[:, :2] if method == "pca" or len(main) < FEWEST else _tsne(main)
    return _within_one(plane)


def saved_map(ids: Sequence[str], preprocess: Preprocess, method: Method) -> EmbeddingMap | None:
    """The map of exactly these pictures that was made before, on this machine; else None. Read once
    and shared, since the same pictures always give the same map: do not change it."""
    try:
        return _read(shared_cache(), tuple(ids), preprocess, method)
    except (OSError, ValueError, KeyError):
        return None


@lru_cache(maxsize=16)
def _read(
    _cache: Path, ids: tuple[str, ...], preprocess: Preprocess, method: Method
) -> EmbeddingMap:
    xy = read_map(_file(ids, preprocess, method))
    place = {image_id: row for row, image_id in enumerate(sorted(ids))}
    return EmbeddingMap(list(ids), xy[[place[image_id] for image_id in ids]], method)


def make_map(
    ids: Sequence[str], embeddings: NDArray[np.float32], preprocess: Preprocess, method: Method
) -> EmbeddingMap:
    """Lay out `ids` with their (N, D) embeddings, and keep the map for the next time. The order of
    `ids` does not matter: the same pictures give the same map."""
    order = np.argsort(np.asarray(ids, dtype=np.str_))
    laid = positions(embeddings[order], method)
    keep_map(_file(ids, preprocess, method), sorted(ids), laid)
    xy = np.empty_like(laid)
    xy[order] = laid
    return EmbeddingMap(list(ids), xy, method)


MAPS = Background[None](
    "map",
    at_once=1,  # the other cores answer clicks
    waits=lambda ahead: "Waiting for another map to be laid out",
    sentences=(BackboneUnavailable,),
    broke_off=says("work", "map_could_not"),
)


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


def start_map(project: Project, ids: Sequence[str], preprocess: Preprocess, method: Method) -> None:
    """Make a map in the background; one of this project and method that is under way goes on."""
    wanted = set(ids)

    def work(job: Job[None]) -> None:
        def report(done: int, new: int) -> None:
            job.report(done / new, says("work", "looking", done=done, of=new))

        records = [record for record in project.dataset.images() if record.id in wanted]
        job.report(0.0, "Looking at the pictures")
        vectors = embed_images(project, records, preprocess, report, job.stop)
        job.report(0.0, says("work", "laying_out", pictures=count_of(len(records), "picture")))
        here = [record.id for record in records]
        make_map(here, vectors, preprocess, method)
        astray(here, [record.label for record in records], preprocess)  # the page reads it next

    MAPS.start(project, work, about=method)


def _main_directions(embeddings: NDArray[np.float32]) -> Points:
    """The points along their main directions, at least two and at most fifty of them."""
    from sklearn.decomposition import PCA

    most = min(FIRST_DIMENSIONS, *embeddings.shape)
    if most < 2:
        return np.zeros((len(embeddings), 2), dtype=np.float32)
    points: Points = PCA(most, random_state=0).fit_transform(embeddings)
    return points


def _tsne(points: Points) -> Points:
    from sklearn.manifold import TSNE

    perplexity = min(PERPLEXITY, (len(points) - 1) / 3)
    plane = TSNE(perplexity=perplexity, max_iter=STEPS, init="pca", random_state=0, n_jobs=1)
    laid: Points = plane.fit_transform(points)
    return laid


def _within_one(plane: Points) -> Points:
    """Centred and scaled, one scale for both directions."""
    if not len(plane):
        return plane.astype(np.float32)
    middle = (plane.max(axis=0) + plane.min(axis=0)) / 2
    reach = max(float(np.abs(plane - middle).max()), 1e-9)
    scaled: Points = ((plane - middle) / reach).astype(np.float32)
    return scaled


def _file(ids: Sequence[str], preprocess: Preprocess, method: Method) -> Path:
    """Named by its content: the same pictures, seen the same way, have the same map."""
    content = "\n".join([BACKBONE_ID, preprocess.key, method, *sorted(ids)])
    return map_file(hashlib.sha256(content.encode()).hexdigest())
