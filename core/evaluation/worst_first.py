"""The order in which to clean: pictures whose label the model believes least come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.project.records import ImageRecord
from core.training.outcome import Outcome

SMALLEST = 1e-12


@dataclass(frozen=True)
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
    rows = {} if outcome is None else {id_: i for i, id_ in enumerate(outcome.image_ids)}
    suspects = [_suspect(outcome, rows.get(record.id), record) for record in records]
    return sorted(suspects, key=lambda s: (s.loss is None, -(s.loss or 0.0)))


def _suspect(outcome: Outcome | None, row: int | None, record: ImageRecord) -> Suspect:
    if outcome is None or row is None:
        return Suspect(record.id, record.label, None, None, None)
    probs = outcome.probs[row]
    best = int(np.argmax(probs))
    known = record.label in outcome.vocab
    given = float(probs[outcome.vocab.index(record.label)]) if known else 0.0
    loss = -float(np.log(max(given, SMALLEST)))
    return Suspect(record.id, record.label, outcome.vocab[best], float(probs[best]), loss)
