"""What a run says of the labels of today: pictures whose label it believes least come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.project.records import ImageRecord
from core.training.outcome import Outcome

SMALLEST = 1e-12


@dataclass(frozen=True, slots=True)
class Suspect:
    """A picture with what the model says of its label of today.

    `loss` is −ln of the probability the model gives that label; for a picture the run never
    saw, `loss`, `predicted` and `probability` are None."""

    image_id: str
    label: str
    predicted: str | None
    probability: float | None
    loss: float | None

    @property
    def doubted(self) -> bool:
        """Whether the model would have given another label."""
        return self.predicted is not None and self.predicted != self.label


def worst_first(outcome: Outcome | None, records: Iterable[ImageRecord]) -> list[Suspect]:
    """`records` as suspects, highest loss first, pictures the run never saw last.

    The loss is taken against today's label, so a picture just relabelled is judged by its new
    label without another training."""
    records = list(records)
    rows = {} if outcome is None else {id_: i for i, id_ in enumerate(outcome.image_ids)}
    seen = [record for record in records if record.id in rows]
    unseen = [record for record in records if record.id not in rows]
    judged = [] if outcome is None else _judged(outcome, seen, [rows[r.id] for r in seen])
    return judged + [Suspect(record.id, record.label, None, None, None) for record in unseen]


def _judged(outcome: Outcome, records: list[ImageRecord], rows: list[int]) -> list[Suspect]:
    """Highest loss first."""
    if not rows:
        return []
    probs = outcome.probs[rows]
    best, losses = probs.argmax(axis=1), _losses(outcome.vocab, probs, records)
    names, sure = [outcome.vocab[i] for i in best], probs.max(axis=1)
    order = np.argsort(-losses, kind="stable")
    return [
        Suspect(records[i].id, records[i].label, names[i], float(sure[i]), float(losses[i]))
        for i in order
    ]


def _losses(
    vocab: list[str], probs: NDArray[np.float32], records: list[ImageRecord]
) -> NDArray[np.float64]:
    """−ln of what each picture's label of today got; a class the run never knew got nothing."""
    places = {name: place for place, name in enumerate(vocab)}
    given = np.array([places.get(record.label, -1) for record in records])
    of_label = np.where(given >= 0, probs[np.arange(len(given)), given], 0.0).astype(np.float64)
    losses: NDArray[np.float64] = -np.log(np.maximum(of_label, SMALLEST))
    return losses
