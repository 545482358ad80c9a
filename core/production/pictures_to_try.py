"""Which of the project's own pictures are worth asking a model about."""

from itertools import chain, zip_longest

import numpy as np
from PIL import Image

from core.project.project import Project
from core.project.records import ImageRecord, RunRecord


def trained_on(project: Project, run: RunRecord) -> frozenset[str]:
    """The ids of the pictures this run learned from: its answers about them prove little."""
    seen = project.versions.images(run.version)
    return frozenset(image.id for image in seen if image.split == "train")


def pictures_to_try(
    project: Project, trained: frozenset[str], limit: int = 24
) -> list[ImageRecord]:
    """Up to `limit` pictures, those the model did not learn from first, the classes in turn."""
    unseen = [image for image in project.dataset.images() if image.id not in trained]
    known = [image for image in project.dataset.images() if image.id in trained]
    return (_classes_in_turn(unseen) + _classes_in_turn(known))[:limit]


def _classes_in_turn(images: list[ImageRecord]) -> list[ImageRecord]:
    piles: dict[str, list[ImageRecord]] = {}
    for image in images:
        piles.setdefault(image.label, []).append(image)
    rounds = zip_longest(*(piles[label] for label in sorted(piles)))
    return [image for image in chain.from_iterable(rounds) if image is not None]


def television_static(size: int = 320, grain: int = 4, seed: int = 0) -> Image.Image:
    """Black-and-white noise, (size, size) RGB, in grains of `grain` pixels; the same for a seed."""
    cells = np.random.default_rng(seed).integers(0, 256, (size // grain, size // grain))
    picture = Image.fromarray(cells.astype(np.uint8)).convert("RGB")
    return picture.resize((size, size), Image.Resampling.NEAREST)
