"""What a live lesson shows: every picture, what the model says of it, and the head behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.embedding_map import positions
from core.project.records import ImageRecord
from core.training.quick.head import Head, fit_head

Spot = tuple[float, float]


def laid_out(
    ids: Sequence[str], vectors: NDArray[np.float32], before: Mapping[str, Spot]
) -> dict[str, Spot]:
    """Where each picture lies, −1…1, from its embedding (N, D): the two directions in which they
    differ most, turned and mirrored so that those that were on the map stay near where they were.
    """
    if not ids:
        return {}
    plane = np.asarray(positions(vectors, "pca"), dtype=np.float64)
    stayed = [(row, before[one]) for row, one in enumerate(ids) if one in before]
    if len(stayed) > 1:
        rows, spots = [row for row, _ in stayed], np.array([spot for _, spot in stayed])
        plane = plane @ _turn(plane[rows], spots)
    plane /= max(1.0, float(np.abs(plane).max()))
    return {one: (float(x), float(y)) for one, (x, y) in zip(ids, plane, strict=True)}


def _turn(now: NDArray[np.float64], before: NDArray[np.float64]) -> NDArray[np.float64]:
    """The turn, or mirroring, (2, 2) that brings `now` nearest to `before`, (N, 2) each."""
    from scipy.linalg import orthogonal_procrustes

    turn: NDArray[np.float64] = orthogonal_procrustes(now, before)[0]
    return turn


MOST = 300
"""Pictures that are learned from and shown, the newest of each class: a fit stays below a blink."""
FEWEST = 2
"""Training pictures of a class that a head can be fitted to."""

Shares = NDArray[np.float32]


@dataclass(frozen=True)
class Said:
    """One picture of the map: what it is called, what the model says (out of fold where it was
    learned from; "" where it does not know the class yet), how sure it is (0…1), where it is."""

    id: str
    label: str
    split: str
    says: str = ""
    sure: float = 0.0
    at: Spot = (0.0, 0.0)

    @property
    def is_wrong(self) -> bool:
        """Whether the model calls it something else."""
        return self.says not in ("", self.label)


@dataclass(frozen=True)
class State:
    """All there is to see: classes with their counts, pictures, the head (None before both classes
    have enough), and the milliseconds that the last fit took. `fooled` times a new picture was
    called something else before it was learned from, at most this `surely`."""

    classes: Mapping[str, int]
    pictures: tuple[Said, ...] = ()
    head: Head | None = None
    refit_ms: float = 0.0
    fooled: int = 0
    surely: float = 0.0
    can_undo: bool = False

    @property
    def surest_wrong(self) -> Said | None:
        """The picture that the model is wrong about and surest of; None where it is never wrong."""
        wrong = [one for one in self.pictures if one.is_wrong]
        return max(wrong, key=lambda one: one.sure, default=None)


def newest(records: Sequence[ImageRecord]) -> list[ImageRecord]:
    """The newest pictures of each class, as many of each as fit; the locked test set stays out."""
    usable = [record for record in records if record.split != "test"]
    names = sorted({record.label for record in usable})
    each = MOST // max(1, len(names))
    kept = {
        record.id for name in names for record in [r for r in usable if r.label == name][-each:]
    }
    return [record for record in usable if record.id in kept]


def fitted(
    records: Sequence[ImageRecord], vectors: NDArray[np.float32]
) -> tuple[Head | None, Shares]:
    """The head of all classes that have enough training pictures, None for fewer than two of them;
    and what it says of every picture (N, C): of training pictures out of fold."""
    counts = Counter(record.label for record in records if record.split == "train")
    vocab = sorted(name for name, count in counts.items() if count >= FEWEST)
    if len(vocab) < 2:
        return None, np.empty((len(records), 0), np.float32)
    learned = [row for row, r in enumerate(records) if r.split == "train" and r.label in vocab]
    targets = np.array([vocab.index(records[row].label) for row in learned], np.int64)
    found = fit_head(vectors[learned], targets, vocab)
    shares = found.head.probabilities(vectors)
    shares[learned] = found.out_of_fold
    return found.head, shares


def said(
    records: Sequence[ImageRecord], head: Head | None, shares: Shares, spots: Mapping[str, Spot]
) -> list[Said]:
    judged = []
    for record, row in zip(records, shares, strict=True):
        knows = head is not None and record.label in head.vocab
        says = (head.vocab[int(row.argmax())], float(row.max())) if head and knows else ("", 0.0)
        judged.append(Said(record.id, record.label, record.split, *says, spots[record.id]))
    return judged
