"""What is known about one picture besides its pixels: where it is from, its label's past."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from core.project.dataset.images import ImageNotFound
from core.project.project import Project
from core.project.records import ImageRecord, LabelChange

_ORDER = ("title", "creator", "author", "licence", "licence_url", "landing_url", "url")
_NAMES = {"licence_url": "Licence text", "landing_url": "Page", "url": "Address"}
_SPLITS = {
    "train": "training picture",
    "valid": "validation picture",
    "test": "picture of the locked test set",
}


class Fact(NamedTuple):
    """A named fact about a picture, in words."""

    name: str
    value: str


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
        *(Fact(_source_in_words(key), str(provenance[key])) for key in known + others),
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


def _source_in_words(key: str) -> str:
    return _NAMES.get(key, key.replace("_", " ").capitalize())
