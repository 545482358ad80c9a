"""What another draw into train and valid would move, and what the last one did."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from core.project.dataset.draw import draw_all
from core.project.project import Project
from core.project.records import SplitSettings
from core.project.settings import Setting


@dataclass(frozen=True)
class _Noted:
    """What held before a change of the split: how it was drawn, the ids held out, and when."""

    settings: SplitSettings
    valid: list[str]
    at: float


BEFORE = Setting[_Noted | None]("split_before", _Noted | None, lambda: None)


class SplitChange(NamedTuple):
    """The last change of the split: what held before it, and the ids that crossed over.

    `came` moved into valid, `left` moved out of it, `stayed` counts those held out both times.
    """

    before: SplitSettings
    came: frozenset[str]
    left: frozenset[str]
    stayed: int


def change_split(project: Project, settings: SplitSettings) -> None:
    """Draw anew, and remember which pictures were held out until now."""
    noted = _Noted(project.dataset.split(), sorted(_valid_ids(project)), time.time())
    project.dataset.set_split(settings)
    project.settings.set(BEFORE, noted)


def last_change(project: Project) -> SplitChange | None:
    """What the last `change_split` moved; None before the first.

    Pictures deleted or locked away since are not counted.
    """
    noted = project.settings.get(BEFORE)
    if noted is None:
        return None
    before = set(noted.valid)
    drawn = [image for image in project.dataset.images() if image.split != "test"]
    old = {image.id: image for image in drawn if image.added <= noted.at}
    now = {image_id for image_id, image in old.items() if image.split == "valid"}
    return SplitChange(
        before=noted.settings,
        came=frozenset(now - before),
        left=frozenset((before - now) & old.keys()),
        stayed=len(now & before),
    )


def valid_under(project: Project, settings: SplitSettings) -> frozenset[str]:
    """The ids that these settings would hold out; nothing is changed."""
    drawn = draw_all(project.dataset.candidates(settings), settings)
    return frozenset(image_id for image_id, split in drawn.items() if split == "valid")


def came_in_folders(project: Project) -> Counter[str]:
    """How many pictures came in a train and in a valid folder; "" counts the others."""
    return Counter(candidate.folder for candidate in project.dataset.candidates(SplitSettings()))


def _valid_ids(project: Project) -> set[str]:
    return {image.id for image in project.dataset.images(split="valid")}
