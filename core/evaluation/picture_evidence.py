"""Everything known about one picture: what a run said of it, where it is from, its label's past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from core.project.dataset.images import ImageNotFound
from core.project.project import Project
from core.project.records import ImageRecord, LabelChange
from core.training.outcome import Outcome

_ORDER = ("title", "creator", "author", "licence", "licence_url", "landing_url", "url")
_NAMES = {"licence_url": "Licence text", "landing_url": "Page", "url": "Address"}
_SPLITS = {
    "train": "training picture",
    "valid": "validation picture",
    "test": "picture of the locked test set",
}


@dataclass(frozen=True)
class Evidence:
    """What a run said of one picture. `label` is the one it was judged by; `probs` pairs every
    class with its probability, likeliest first; `loss` is −ln of the label's probability."""

    label: str
    predicted: str
    probs: list[tuple[str, float]]
    loss: float
    split: str

    @property
    def right(self) -> bool:
        return self.label == self.predicted

    @property
    def sure(self) -> float:
        """The probability of the class it chose, 0…1."""
        return self.probs[0][1]


class Fact(NamedTuple):
    """A named fact about a picture, in words."""

    name: str
    value: str


def evidence_of(outcome: Outcome, image_id: str) -> Evidence | None:
    """What the run said of a picture; None for one it never saw."""
    if image_id not in outcome.image_ids:
        return None
    row = outcome.image_ids.index(image_id)
    probs = outcome.probs[row]
    label = outcome.vocab[int(outcome.targets[row])]
    ranked = [(outcome.vocab[i], float(probs[i])) for i in np.argsort(-probs, kind="stable")]
    loss = float(-np.log(max(dict(ranked)[label], 1e-7)))
    return Evidence(label, ranked[0][0], ranked, loss, outcome.splits[row])


def record_of(project: Project, image_id: str) -> ImageRecord | None:
    """The picture as it stands in the dataset today; None when it is not, or no longer, in it."""
    try:
        return project.dataset.image(image_id)
    except ImageNotFound:
        return None


def kind_in_words(split: str) -> str:
    """What a picture is for: "validation picture" …; the name of any other set as it is."""
    return _SPLITS.get(split, split)


def origin(record: ImageRecord, provenance: Mapping[str, str]) -> list[Fact]:
    """Where a picture is from, most important first: file, source, creator, licence, address …"""
    known = [key for key in _ORDER if provenance.get(key)]
    others = [key for key, value in provenance.items() if value and key not in _ORDER]
    return [
        Fact("File", record.name),
        Fact("Came by", record.source),
        *(Fact(_in_words(key), str(provenance[key])) for key in known + others),
        Fact("Size", f"{record.width} × {record.height} pixels"),
    ]


def change_in_words(change: LabelChange) -> str:
    """For example: 12 May, 14:02: black → grizzly (learner, cleaning)."""
    when = datetime.fromtimestamp(change.at)
    why = ", ".join(part for part in (change.who, change.why) if part)
    return f"{when.day} {when:%b, %H:%M}: {_change(change)}" + (f" ({why})" if why else "")


def _change(change: LabelChange) -> str:
    if change.old is None:
        return f"arrived as {change.new}"
    return f"{change.old} → {change.new}" if change.new else f"taken out ({change.old})"


def _in_words(key: str) -> str:
    return _NAMES.get(key, key.replace("_", " ").capitalize())
