"""What is different between two versions of a dataset, in counts."""

import sqlite3
from typing import NamedTuple

Placed = dict[str, tuple[str, str]]  # image id → label, split


class VersionChanges(NamedTuple):
    """Pictures that came and went, got another label, another side (train or valid), or were
    locked away as test set."""

    added: int = 0
    removed: int = 0
    relabelled: int = 0
    moved: int = 0
    locked: int = 0

    @property
    def any(self) -> bool:
        """Whether anything is different."""
        return any(self)


def changes_between(before: Placed, after: Placed) -> VersionChanges:
    """Count what happened on the way from `before` to `after`."""
    both = [(before[i], after[i]) for i in before.keys() & after.keys() if before[i] != after[i]]
    sides = [(old[1], new[1]) for old, new in both if old[1] != new[1]]
    locked = sum(new == "test" for _, new in sides)
    return VersionChanges(
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        relabelled=sum(old[0] != new[0] for old, new in both),
        moved=len(sides) - locked,
        locked=locked,
    )


def placed_in(connection: sqlite3.Connection, number: int) -> Placed:
    """Return where each picture was in a version; empty for one that does not exist."""
    rows = connection.execute(
        "SELECT image, label, split FROM version_image WHERE version = ?", (number,)
    )
    return {image: (label, split) for image, label, split in rows}


def placed_now(connection: sqlite3.Connection) -> Placed:
    """Return where each picture is now."""
    rows = connection.execute("SELECT id, label, split FROM image")
    return {image: (label, split) for image, label, split in rows}
