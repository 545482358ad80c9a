"""The pictures a quick run learns from and is checked on, or the reason why there can be no run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.project.records import ImageRecord

MOST_SCORES = 30_000_000  # training pictures times classes: what fitting holds in memory


class CannotTrain(Exception):
    """These pictures cannot be trained on; the text is a sentence that says what to do."""


@dataclass(frozen=True)
class TrainingSet:
    """Pictures in order: training, validation, locked test; `vocab` is sorted, without empty
    classes. Test pictures are judged at the end, and nothing learns from them."""

    vocab: list[str]
    train: list[ImageRecord]
    valid: list[ImageRecord]
    test: list[ImageRecord] = field(default_factory=list)

    @classmethod
    def of(cls, records: Sequence[ImageRecord]) -> TrainingSet:
        """The training set in a project's pictures.

        A test picture of a class that nothing else is in cannot be judged, and is left out.
        Raises CannotTrain where a head could not be fitted or not be checked.
        """
        train = [record for record in records if record.split == "train"]
        valid = [record for record in records if record.split == "valid"]
        vocab = sorted({record.label for record in train + valid})
        _check(vocab, Counter(record.label for record in train), len(valid))
        test = [record for record in records if record.split == "test" and record.label in vocab]
        return cls(vocab, train, valid, test)

    @property
    def records(self) -> list[ImageRecord]:
        """All pictures: training, validation, test."""
        return self.train + self.valid + self.test

    def targets(self, records: Sequence[ImageRecord]) -> NDArray[np.int64]:
        """The labels of `records` as indices into `vocab`, (N,)."""
        index = {name: position for position, name in enumerate(self.vocab)}
        return np.array([index[record.label] for record in records], dtype=np.int64)


def _check(vocab: list[str], learning: Counter[str], held_out: int) -> None:
    if not vocab:
        raise CannotTrain(
            "There are no pictures yet. Bring some on Gather, in two classes or more."
        )
    if len(vocab) == 1:
        raise CannotTrain(
            f"All pictures are in one class, “{vocab[0]}”. "
            "Add a second class on Gather: there is nothing to tell apart yet."
        )
    for name in vocab:
        if learning[name] < 2:
            raise CannotTrain(_too_few(name, learning[name]))
    if not held_out:
        raise CannotTrain(
            "No picture is held out to check the model. "
            "Hold some out on DataBlock, or add more pictures on Gather."
        )
    if learning.total() * len(vocab) > MOST_SCORES:
        raise CannotTrain(
            f"{learning.total():,} pictures in {len(vocab):,} classes are more than the quick "
            "training may hold in memory. Merge classes, or fine-tune instead."
        )


def _too_few(name: str, count: int) -> str:
    has = "no picture" if count == 0 else "only 1 picture"
    return f"“{name}” has {has} to learn from. Add a few more to it on Gather, or remove the class."
