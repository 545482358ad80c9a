"""Scikit-learn's scanned digits as pictures: a small real set that is always at hand."""

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from core.content import says
from core.gather.reading.decode import encode
from core.project.records import NewImage

SIDE = 128
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LICENCE = says("starter", "real_scans_by")
_PROVENANCE = {
    "title": "Optical Recognition of Handwritten Digits",
    "author": "E. Alpaydin, C. Kaynak; as shipped with scikit-learn",
    "licence": "CC BY 4.0",
    "url": "https://archive.ics.uci.edu/dataset/80",
}


def digit_pictures(digits: Sequence[int], per_class: int | None = None) -> Iterator[NewImage]:
    """The scans of some digits, one class after the other, at most `per_class` of each."""
    from sklearn.datasets import load_digits

    scans = load_digits()
    for digit in digits:
        for number, index in enumerate(np.flatnonzero(scans.target == digit)[:per_class], 1):
            yield _new_image(scans.images[index], WORDS[digit], number)


def _new_image(scan: np.ndarray, word: str, number: int) -> NewImage:
    """One 8 × 8 scan (0–16, ink high) as dark ink on white paper, enlarged smoothly."""
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
