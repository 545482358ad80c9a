"""Outcomes made by hand, for tests that need to know every number."""

from collections.abc import Sequence

import numpy as np

from core.project.records import ImageRecord
from core.training.outcome import Outcome

Row = tuple[str, str, Sequence[float]]


def outcome(vocab: Sequence[str], rows: Sequence[Row], split: str = "valid") -> Outcome:
    """An outcome of rows (image id, label, probabilities), all in one split."""
    return Outcome(
        vocab=list(vocab),
        image_ids=[image_id for image_id, _, _ in rows],
        splits=[split] * len(rows),
        targets=np.array([vocab.index(label) for _, label, _ in rows], dtype=np.int64),
        probs=np.array([probs for _, _, probs in rows], dtype=np.float32).reshape(-1, len(vocab)),
    )


def record(image_id: str, label: str, split: str = "valid") -> ImageRecord:
    """A picture of the project as it stands today."""
    return ImageRecord(image_id, label, split, f"{image_id}.jpg", 10, 10, "upload", 0.0)
