"""What a run said about every picture: the table behind the confusion matrix and the cleaner."""

from __future__ import annotations

import io
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.project.disk import write_whole

FILE = "outcome.npz"
SMALLEST = 1e-7  # a probability counts as at least this, so that no loss is infinite


class JudgedPicture(NamedTuple):
    """One picture as a model judged it, its probabilities 0…1.

    It is held against `label`, which got `label_probability`; `predicted` is the class that got
    most, the `confidence`.
    """

    image_id: str
    label: str
    label_probability: float
    predicted: str
    confidence: float

    @property
    def is_correct(self) -> bool:
        """Whether the model named the label."""
        return self.predicted == self.label

    @property
    def loss(self) -> float:
        """The cross-entropy, −ln of the label's probability: 0 is certain and right."""
        return -log(max(self.label_probability, SMALLEST))


@dataclass(frozen=True, eq=False)
class Outcome:
    """The probabilities a run gave to its training, validation and locked test pictures.

    `targets` (N,) and the columns of `probs` (N, C) index `vocab`; rows follow `image_ids`.
    A quick run's training rows are out-of-fold: each picture was judged by a head that had not
    seen it. A fine-tune's training rows come from the model that trained on them. Test rows come
    from the finished model, and are for the last look only: ask for the part you mean.
    """

    vocab: list[str]
    image_ids: list[str]
    splits: list[str]
    targets: NDArray[np.int64]
    probs: NDArray[np.float32]

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The most probable class of each picture, (N,) indices into `vocab`."""
        best: NDArray[np.int64] = self.probs.argmax(axis=1)
        return best

    @property
    def losses(self) -> NDArray[np.float32]:
        """The cross-entropy of each picture, (N,): 0 is certain and right; never infinite."""
        of_target = self.probs[np.arange(len(self.targets)), self.targets]
        return -np.log(np.clip(of_target, SMALLEST, 1.0)).astype(np.float32)

    @property
    def confidences(self) -> NDArray[np.float32]:
        """The probability of each picture's predicted class, (N,)."""
        best: NDArray[np.float32] = self.probs.max(axis=1, initial=0.0)
        return best

    @property
    def is_correct(self) -> NDArray[np.bool_]:
        """Which pictures got their own label, (N,)."""
        right: NDArray[np.bool_] = self.predicted == self.targets
        return right

    @property
    def correct(self) -> int:
        """How many pictures got their own label."""
        return int(self.is_correct.sum())

    @property
    def accuracy(self) -> float:
        """The share of pictures that got their own label, 0…1; NaN for no pictures."""
        return self.correct / len(self.targets) if len(self.targets) else float("nan")

    def hardest(self, among: NDArray[np.bool_] | None = None) -> list[int]:
        """The rows by their loss, highest first; only those marked in `among` (N,), if given."""
        rows = np.arange(len(self.targets)) if among is None else np.flatnonzero(among)
        return [int(row) for row in rows[np.argsort(-self.losses[rows], kind="stable")]]

    def row_of(self, image_id: str) -> int | None:
        """The row of a picture; None for one that the model never saw."""
        return self.image_ids.index(image_id) if image_id in self.image_ids else None

    def judged(self, row: int, label: str | None = None) -> JudgedPicture:
        """One row in names, held against another `label` than it had, if one is given; a class
        that the model does not know has the probability 0."""
        probs = self.probs[row]
        label = self.vocab[int(self.targets[row])] if label is None else label
        given = float(probs[self.vocab.index(label)]) if label in self.vocab else 0.0
        best = int(probs.argmax())
        return JudgedPicture(
            self.image_ids[row], label, given, self.vocab[best], float(probs[best])
        )

    def top_losses(self, n: int = 9) -> list[JudgedPicture]:
        """The `n` pictures with the highest loss, highest first: fastai's `plot_top_losses`."""
        return [self.judged(row) for row in self.hardest()[:n]]

    def ranked(self, row: int) -> list[tuple[str, float]]:
        """Every class with the probability it got in one row, likeliest first."""
        probs = self.probs[row]
        return [(self.vocab[i], float(probs[i])) for i in np.argsort(-probs, kind="stable")]

    def part(self, *splits: str) -> Outcome:
        """The rows of one split or several ("train", "valid", "test"), in the same order."""
        return self.rows([row for row, name in enumerate(self.splits) if name in splits])

    def rows(self, rows: list[int]) -> Outcome:
        """Some rows, in this order."""
        return Outcome(
            vocab=self.vocab,
            image_ids=[self.image_ids[row] for row in rows],
            splits=[self.splits[row] for row in rows],
            targets=self.targets[rows],
            probs=self.probs[rows],
        )

    def results(self) -> dict[str, int | float]:
        """The figures of a run: on the validation pictures, and on the locked test set if any."""
        valid, test = self.part("valid"), self.part("test")
        figures: dict[str, int | float] = {
            "accuracy": valid.accuracy,
            "correct": valid.correct,
            "valid": len(valid.targets),
            "valid_loss": float(valid.losses.mean()),
        }
        if test.image_ids:
            figures |= {"test": len(test.targets), "test_correct": test.correct}
            figures |= {"test_accuracy": test.accuracy}
        return figures

    def save(self, path: Path) -> None:
        """Write to `path` (outcome.npz of a run's folder), whole or not at all."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            vocab=np.array(self.vocab, dtype=np.str_),
            image_ids=np.array(self.image_ids, dtype=np.str_),
            splits=np.array(self.splits, dtype=np.str_),
            targets=self.targets.astype(np.int64),
            probs=self.probs.astype(np.float32),
        )
        write_whole(path, buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> Outcome:
        """Read what `save` wrote; no pickle is ever opened. Raises FileNotFoundError."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                vocab=[str(name) for name in stored["vocab"]],
                image_ids=[str(name) for name in stored["image_ids"]],
                splits=[str(name) for name in stored["splits"]],
                targets=stored["targets"],
                probs=stored["probs"],
            )
