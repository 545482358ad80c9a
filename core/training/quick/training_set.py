"""The pictures a quick run learns from and is checked on, or the reason why there can be no run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.project.records import ImageRecord
from core.training.enough import Need, shortage

NEED = Need(each=2, valid=1)  # a picture held back from fitting leaves another of its class
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
        _check(vocab, train + valid, len(train))
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


def _check(vocab: list[str], learned_and_checked: Sequence[ImageRecord], learned: int) -> None:
    """Raise CannotTrain where they are too few, or more than fit into memory."""
    pairs = ((record.label, record.split) for record in learned_and_checked)
    if missing := shortage(vocab, pairs, NEED):
        raise CannotTrain(str(missing))
    if learned * len(vocab) > MOST_SCORES:
        too_many = {"pictures": learned, "classes": len(vocab)}
        raise CannotTrain(says("training", "too_many_scores", **too_many))
