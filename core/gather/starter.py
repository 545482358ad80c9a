"""Starter sets that come with the app: something to train on before the first own photo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from core.gather.decode import encode

if TYPE_CHECKING:
    from core.project.project import Project
    from core.project.records import NewImage

SIDE = 128
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PROVENANCE = {
    "title": "Optical Recognition of Handwritten Digits",
    "author": "E. Alpaydin, C. Kaynak; as shipped with scikit-learn",
    "licence": "CC BY 4.0",
    "url": "https://archive.ics.uci.edu/dataset/80",
}


@dataclass(frozen=True)
class Starter:
    """A set to begin with: what it is called, what is in it, and how many pictures a class."""

    title: str
    description: str
    digits: tuple[int, ...]
    per_class: int

    @property
    def classes(self) -> list[str]:
        """The names its classes get."""
        return [_WORDS[digit] for digit in self.digits]


STARTERS = {
    "digits": Starter(
        "Three digits",
        "180 scans of handwritten threes, fives and eights: easy to mix up, quick to train.",
        (3, 5, 8),
        60,
    ),
    "ten digits": Starter(
        "All ten digits", "600 scans of handwritten digits, 60 of each.", tuple(range(10)), 60
    ),
}


def add_starter(project: Project, name: str = "digits", per_class: int | None = None) -> int:
    """Adds the starter set `name` to `project`; returns how many pictures were new.

    `per_class` takes fewer of each class than the set offers. Raises KeyError for a name that is
    not in STARTERS.
    """
    starter = STARTERS[name]
    return project.add(list(_pictures(starter, per_class or starter.per_class))).new


def _pictures(starter: Starter, per_class: int) -> Iterator[NewImage]:
    from sklearn.datasets import load_digits

    scans = load_digits()
    for digit in starter.digits:
        for number, index in enumerate(np.flatnonzero(scans.target == digit)[:per_class], 1):
            yield _new_image(scans.images[index], _WORDS[digit], number)


def _new_image(scan: np.ndarray, word: str, number: int) -> NewImage:
    """One 8 × 8 scan (0–16, ink high) as dark ink on white paper, enlarged smoothly."""
    from core.project.records import NewImage

    paper = Image.fromarray((255 - scan * (255 / 16)).round().astype(np.uint8))
    stored = encode(paper.resize((SIDE, SIDE), Image.Resampling.BICUBIC).convert("RGB"))
    return NewImage(
        id=stored.id,
        jpeg=stored.jpeg,
        label=word,
        name=f"{word}-{number:03d}",
        width=stored.width,
        height=stored.height,
        source="starter",
        provenance=_PROVENANCE,
    )
