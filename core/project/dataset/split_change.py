"""What the split does: what another draw would move, and near duplicates on both sides of it."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from core.project.dataset.draw import draw_all
from core.project.project import Project
from core.project.records import ImageRecord, SplitSettings
from core.project.settings import Setting


@dataclass(frozen=True)
class _Noted:
    """What held before a change of the split: how it was drawn, the ids held out, and when."""

    settings: SplitSettings
    valid: list[str]
    at: float


BEFORE = Setting[_Noted | None]("split_before", _Noted | None, lambda: None)


class SplitChange(NamedTuple):
    """The last change of the split: what held before it, and the ids that crossed over. `came`
    moved into valid, `left` moved out of it, `stayed` counts those held out both times."""

    before: SplitSettings
    came: frozenset[str]
    left: frozenset[str]
    stayed: int


def change_split(project: Project, settings: SplitSettings) -> None:
    """Draw again, and remember which pictures were held out until now."""
    noted = _Noted(project.dataset.split(), sorted(_valid_ids(project)), time.time())
    project.dataset.set_split(settings)
    project.settings.set(BEFORE, noted)


def last_change(project: Project) -> SplitChange | None:
    """What the last `change_split` moved; None before the first. Pictures deleted or locked away
    since are not counted."""
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


class Alike(NamedTuple):
    """A project's groups of near duplicates, each in order of arrival. `split_leaks` are those of
    which one picture is learned from and another one is held out."""

    groups: list[list[ImageRecord]]
    split_leaks: list[list[ImageRecord]]


def alike(project: Project) -> Alike:
    """The near duplicates among a project's pictures as they stand now."""
    group_of = project.dataset.near_duplicates()
    groups: dict[str, list[ImageRecord]] = defaultdict(list)
    for image in project.dataset.images():
        if image.id in group_of:
            groups[group_of[image.id]].append(image)
    found = list(groups.values())
    return Alike(found, [group for group in found if _torn(group)])


def beside_the_test(project: Project) -> int:
    """How many pictures outside the locked test set are near duplicates of one inside it."""
    return sum(
        image.split != "test"
        for group in alike(project).groups
        if any(image.split == "test" for image in group)
        for image in group
    )


def _torn(group: list[ImageRecord]) -> bool:
    sides = {image.split for image in group}
    return "train" in sides and len(sides) > 1
