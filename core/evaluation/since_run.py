"""What the learner changed after a run: its numbers speak of the labels it was trained on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.project.records import ImageRecord
from core.training.outcome import Outcome


@dataclass(frozen=True)
class SinceRun:
    """Counts of pictures relabelled, deleted and added since a run was trained."""

    relabelled: int
    deleted: int
    added: int

    @property
    def any(self) -> bool:
        return bool(self.relabelled or self.deleted or self.added)


def since_run(outcome: Outcome, records: Iterable[ImageRecord]) -> SinceRun:
    """Compare the run's labels with the project's pictures of today (test pictures aside)."""
    records = list(records)
    today = {record.id: record.label for record in records if record.split != "test"}
    seen = outcome.part("train", "valid")
    then = {
        image_id: outcome.vocab[int(target)]
        for image_id, target in zip(seen.image_ids, seen.targets, strict=True)
    }
    kept = then.keys() & today.keys()
    return SinceRun(
        relabelled=sum(then[image_id] != today[image_id] for image_id in kept),
        deleted=len(then.keys() - {record.id for record in records}),
        added=len(today.keys() - then.keys()),
    )
