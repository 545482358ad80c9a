"""Near duplicates and the split: which groups stand on both sides of it."""

from collections import defaultdict
from typing import NamedTuple

from core.project.project import Project
from core.project.records import ImageRecord


class Alike(NamedTuple):
    """A project's groups of near duplicates, each in order of arrival.

    `split_leaks` are those of which one picture is learned from and another one is held out.
    """

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
