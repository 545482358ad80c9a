"""What is known about one picture besides its pixels: where it is from, its label's past."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from core.content import says
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
    name = "changed_at_why" if why else "changed_at"
    day = f"{when.day} {when:%b, %H:%M}"
    return says("evaluate", name, when=day, change=_change(change), why=why)


def _change(change: LabelChange) -> str:
    if change.old is None:
        return says("evaluate", "arrived_as", label=change.new)
    if not change.new:
        return says("evaluate", "taken_out", label=change.old)
    return says("evaluate", "label_changed", old=change.old, new=change.new)


def _source_in_words(key: str) -> str:
    return _NAMES.get(key, key.replace("_", " ").capitalize())
