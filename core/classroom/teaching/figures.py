"""What a class sees on Bear World: figures of a quick training, and what was planted."""

from collections import Counter
from functools import cache

from pydantic import Field

from core.content import Content, read
from core.evaluation.confusion import Confusion
from core.starter.bear_sets import BearPicture, pictures
from core.starter.starter_sets import FIRST, STARTERS
from core.words import percent

WRONG, EXACT, NEAR = "wrong label", "exact duplicate", "near duplicate"


class ExpectedFigures(Content):
    """A quick training on Bear World: `held` pictures held out, their `matrix` (rows are labels,
    columns what the model says, both in the order of `classes`). How many of them are right at
    night, and after all wrong labels were corrected; how many of the wrong labels the model
    doubts. A machine may differ by `near` pictures."""

    classes: tuple[str, ...]
    held: int = Field(ge=1)
    near: int = Field(ge=0)
    matrix: tuple[tuple[int, ...], ...]
    night_right: int
    cleaned_right: int
    doubted: int

    @property
    def right(self) -> int:
        """How many of the held-out pictures are named right: the diagonal."""
        return sum(row[place] for place, row in enumerate(self.matrix))


@cache
def expected_figures() -> ExpectedFigures:
    """Return the shipped figures; a test trains and compares. Raises ContentInvalid."""
    return read("teaching/figures.yaml", ExpectedFigures)


def planted() -> dict[str, list[BearPicture]]:
    """Return kind of fault → the pictures of Bear World that carry it, from the manifest."""
    kinds = Counter(one.fault for one in pictures() if one.fault)
    return {kind: [one for one in pictures() if one.fault == kind] for kind in kinds}


def figure_words() -> dict[str, str]:
    """Return the figures by the names that lesson plans have in braces."""
    seen, faults = expected_figures(), planted()
    return {
        "pictures": str(STARTERS[FIRST].size),
        "held": str(seen.held),
        "right": str(seen.right),
        "wrong": str(seen.held - seen.right),
        "accuracy": percent(seen.right / seen.held),
        "one": percent(1 / seen.held).removesuffix("%").strip(),
        "night": str(seen.night_right),
        "cleaned": str(seen.cleaned_right),
        "doubted": str(seen.doubted),
        "near": str(seen.near),
        "wrong_labels": str(len(faults[WRONG])),
        "matrix": matrix_words(seen.classes, seen.matrix),
    }


def matrix_words(classes: tuple[str, ...], matrix: tuple[tuple[int, ...], ...]) -> str:
    """Return a matrix in one line: "black 19, 2, 1; grizzly 2, 19, 0"."""
    rows = zip(classes, matrix, strict=True)
    return "; ".join(f"{name} {', '.join(map(str, row))}" for name, row in rows)


def as_matrix(counts: Confusion) -> tuple[tuple[int, ...], ...]:
    """Return a confusion matrix in the form in which the figures are shipped."""
    return tuple(tuple(int(cell) for cell in row) for row in counts.counts)
