"""The locked test set: drawn once, evenly over classes, near duplicates taken together."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from core.content import says
from core.project.dataset.draw import rank

SMALLEST_CLASS = 4  # one set aside, one to check, two to learn from
_KEEP = {"train": 2, "valid": 1}

Side = tuple[str, str]  # label, split


class TestLocked(ValueError):
    """There is a locked test set already; the text says why it is not drawn again."""

    __test__ = False  # pytest: this is no class of tests


class Placed(NamedTuple):
    """A picture where it is now."""

    id: str
    label: str
    split: str


def draw_test(
    pictures: Iterable[Placed], share: float, seed: int, groups: Mapping[str, str]
) -> list[str]:
    """Return the ids to set aside: about `share` of each class, from train and valid alike.

    A class of four or more gives at least one, and enough stays to learn from and to check on; a
    smaller class gives none. `groups` maps an id to its group of near duplicates, which goes as a
    whole or not at all, unless a class consists of nothing else.
    """
    pictures = sorted(pictures, key=lambda picture: rank(seed, picture.id))
    room = _quotas(pictures, share)
    owed = {label for (label, _), quota in room.items() if quota}
    chosen = _fitting(_units(pictures, groups), room)
    unmet = owed - {picture.label for picture in chosen}
    chosen += _fitting([[p] for p in pictures if p.label in unmet], room)
    return [picture.id for picture in chosen]


def _quotas(pictures: Sequence[Placed], share: float) -> Counter[Side]:
    """How many pictures each side of each class gives."""
    here = Counter((picture.label, picture.split) for picture in pictures)
    quotas: Counter[Side] = Counter()
    for label in {picture.label for picture in pictures}:
        train, valid = here[label, "train"], here[label, "valid"]
        if train + valid < SMALLEST_CLASS:
            continue
        wanted = max(1, round((train + valid) * share))
        spare_train, spare_valid = max(train - _KEEP["train"], 0), max(valid - _KEEP["valid"], 0)
        from_valid = min(round(wanted * valid / (train + valid)), spare_valid)
        from_train = min(wanted - from_valid, spare_train)
        quotas[label, "train"] = from_train
        quotas[label, "valid"] = min(wanted - from_train, spare_valid)
    return quotas


def _units(pictures: Sequence[Placed], groups: Mapping[str, str]) -> list[list[Placed]]:
    """The pictures in their order, those of one group together."""
    units: dict[str, list[Placed]] = defaultdict(list)
    for picture in pictures:
        units[groups.get(picture.id, picture.id)].append(picture)
    return list(units.values())


def _fitting(units: Iterable[list[Placed]], room: Counter[Side]) -> list[Placed]:
    """The units for which there is room, one after the other; `room` shrinks by them."""
    chosen: list[Placed] = []
    for unit in units:
        takes = Counter((picture.label, picture.split) for picture in unit)
        if all(room[side] >= count for side, count in takes.items()):
            room.subtract(takes)
            chosen += unit
    return chosen


class LockedPicture(ValueError):
    """Somebody wanted to clean or relabel a picture of the locked test set; the text says why not.
    An exam that is corrected until the model passes it says nothing about the model."""

    def __init__(self, count: int) -> None:
        one, many = "locked_picture", "locked_pictures"
        super().__init__(says("project", one if count == 1 else many, count=count))


def locked_pictures(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of the locked test set."""
    return {row[0] for row in connection.execute("SELECT id FROM image WHERE split = 'test'")}


def refuse_locked(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Raise LockedPicture when any of `ids` is in the locked test set."""
    locked = locked_pictures(connection).intersection(ids)
    if locked:
        raise LockedPicture(len(locked))
