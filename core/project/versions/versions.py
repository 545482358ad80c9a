"""Dataset versions: images, labels and split, frozen so that a run can name what it saw."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from core.content import says
from core.project.database import Database
from core.project.dataset.history import append_changes
from core.project.dataset.images import put_in, take_out
from core.project.dataset.picture_rows import labels_of
from core.project.records import DatasetVersion, ImageRecord
from core.project.versions.reversal import mark_undone
from core.words import count_of, listed

_VERSIONS = """SELECT number, created, COUNT(version_image.image), note
    FROM version LEFT JOIN version_image ON version = number"""

Row = tuple[str, str, str]  # image id, label, split
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


class VersionNotFound(KeyError):
    """The project has no such version."""


class Versions(Database):
    """The dataset's past."""

    def freeze(self, note: str = "") -> DatasetVersion:
        """Return the version of the dataset as it is now: a new one, or the one that equals it."""
        with self.writing() as connection:
            return freeze(connection, note)

    def now(self) -> DatasetVersion | None:
        """Return the version that equals the dataset as it is now, or None; freezes nothing."""
        return self.remembered("version now", _version_now)

    def all(self) -> list[DatasetVersion]:
        """Return every version, oldest first."""
        return list(self.remembered("versions", _read_versions))

    def images(self, number: int) -> list[ImageRecord]:
        """Return the pictures a version names, with its labels and split, in order of arrival.
        Raises VersionNotFound."""
        return list(self.remembered(f"version {number}", partial(_read_images, number)))

    def restore(self, number: int) -> DatasetVersion:
        """Make the dataset what it was in a version; raises VersionNotFound.

        What is there now is frozen first, so that nothing can be lost by going back. The locked
        test set stays as it is, also when the version is older: going back must not unlock it.
        """
        with self.writing(dataset=True) as connection:
            wanted = read_version(connection, number)
            freeze(connection, says("project", "before_back_to", number=number))
            _replace_dataset(connection, number)
            mark_undone(connection)
        return wanted

    def changes(self, number: int) -> VersionChanges:
        """Return what is different in a version from the one numbered before it; for the first
        one, and for one that does not exist, from nothing at all."""
        return _changes(self.path, number)

    def restoring(self, number: int) -> VersionChanges:
        """Return what going back to a version would change now; raises VersionNotFound."""
        with self.reading() as connection:
            read_version(connection, number)
            now = placed_now(connection)
            locked = {image: place for image, place in now.items() if place[1] == "test"}
            return changes_between(now, placed_in(connection, number) | locked)


def _version_now(connection: sqlite3.Connection) -> DatasetVersion | None:
    number = _equal_version(connection, _rows(connection))
    return None if number is None else read_version(connection, number)


def _read_versions(connection: sqlite3.Connection) -> list[DatasetVersion]:
    rows = connection.execute(f"{_VERSIONS} GROUP BY number ORDER BY number")
    return [DatasetVersion(*row) for row in rows]


def _read_images(number: int, connection: sqlite3.Connection) -> list[ImageRecord]:
    read_version(connection, number)
    rows = connection.execute(
        "SELECT id, label, split, name, width, height, source, added FROM version_image"
        " JOIN picture ON id = image WHERE version = ? ORDER BY seq",
        (number,),
    )
    return [ImageRecord(*row) for row in rows]


@lru_cache(maxsize=1024)
def _changes(project: Path, number: int) -> VersionChanges:
    """A version never changes, so neither does this."""
    with Database(project).reading() as connection:
        before, after = placed_in(connection, number - 1), placed_in(connection, number)
    return changes_between(before, after)


def freeze(connection: sqlite3.Connection, note: str) -> DatasetVersion:
    """Freeze the dataset inside the caller's transaction; the same content keeps its number."""
    rows = _rows(connection)
    known = _equal_version(connection, rows)
    if known is not None:
        return read_version(connection, known)
    classes = json.dumps([row[0] for row in connection.execute("SELECT name FROM class")])
    number = connection.execute(
        "INSERT INTO version (created, note, fingerprint, classes) VALUES (?, ?, ?, ?)"
        " RETURNING number",
        (time.time(), note, fingerprint(rows), classes),
    ).fetchone()[0]
    connection.executemany(
        "INSERT INTO version_image (version, image, label, split) VALUES (?, ?, ?, ?)",
        [(number, *row) for row in rows],
    )
    return read_version(connection, number)


def fingerprint(rows: Iterable[Row]) -> str:
    """Return what (id, label, split) rows hash to, in whatever order they come."""
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()


def read_version(connection: sqlite3.Connection, number: int) -> DatasetVersion:
    """Return one version; raises VersionNotFound."""
    row = connection.execute(f"{_VERSIONS} WHERE number = ? GROUP BY number", (number,)).fetchone()
    if row is None:
        raise VersionNotFound(number)
    return DatasetVersion(*row)


def read_classes(connection: sqlite3.Connection, number: int) -> list[str]:
    """Return the classes there were when a version was frozen, empty ones included."""
    row = connection.execute("SELECT classes FROM version WHERE number = ?", (number,)).fetchone()
    return list(json.loads(row[0]))


def _rows(connection: sqlite3.Connection) -> list[Row]:
    found = connection.execute("SELECT id, label, split FROM image").fetchall()
    return [(row[0], row[1], row[2]) for row in found]


def _equal_version(connection: sqlite3.Connection, rows: list[Row]) -> int | None:
    known = connection.execute(
        "SELECT number FROM version WHERE fingerprint = ?", (fingerprint(rows),)
    ).fetchone()
    return None if known is None else int(known[0])


def _replace_dataset(connection: sqlite3.Connection, number: int) -> None:
    rows = connection.execute(
        "SELECT image, label, split FROM version_image WHERE version = ?", (number,)
    ).fetchall()
    locked = {row[0] for row in connection.execute("SELECT id FROM image WHERE split = 'test'")}
    rows = [row for row in rows if row[0] not in locked]
    wanted = {row[0]: row[1] for row in rows}
    here = [row[0] for row in connection.execute("SELECT id FROM image WHERE split != 'test'")]
    why = says("project", "back_to", number=number)
    take_out(connection, [i for i in here if i not in wanted], "learner", why)
    before = labels_of(connection, wanted)
    changes = [(i, before.get(i), new) for i, new in wanted.items() if before.get(i) != new]
    put_in(connection, [(row[0], row[1], row[2]) for row in rows])
    append_changes(connection, changes, "learner", why)
    connection.execute("DELETE FROM class WHERE name NOT IN (SELECT label FROM image)")
    connection.executemany(
        "INSERT OR IGNORE INTO class (name) VALUES (?)",
        [(name,) for name in read_classes(connection, number)],
    )


def change_words(changes: VersionChanges, *, first: bool) -> str:
    """What is different from the version before, as one line."""
    if first:
        return says("versions", "to_begin", pictures=count_of(changes.added, "picture"))
    counts = {
        "came": changes.added,
        "left": changes.removed,
        "relabelled": changes.relabelled,
        "moved": changes.moved,
        "locked": changes.locked,
    }
    said = [says("versions", name, count=count) for name, count in counts.items() if count]
    return says("versions", "since", changes=listed(said)) if said else says("versions", "same")
