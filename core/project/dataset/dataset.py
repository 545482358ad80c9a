"""The dataset as it stands now: pictures, the classes a learner named, the split in force."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from core.content import says
from core.project.dataset.draw import (
    Candidate,
    read_candidates,
    read_settings,
    redraw,
    write_settings,
)
from core.project.dataset.held_back import HeldBack
from core.project.dataset.images import ensure_classes, relabel, take_out
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.dataset.picture_rows import drop_unnamed
from core.project.dataset.test_set import SMALLEST_CLASS, Placed, TestLocked, draw_test
from core.project.lengths import LONGEST_CLASS, check_length
from core.project.records import SplitSettings
from core.project.versions.erasing import erase_everywhere
from core.project.versions.renaming import ever_called, rename_everywhere


class Splits(HeldBack):
    """The split in force."""

    def split(self) -> SplitSettings:
        """Return how pictures are drawn into train and valid."""
        return self.remembered("split", read_settings, dataset=True)

    def split_counts(self) -> dict[str, int]:
        """Return how many pictures each split has, such as {"train": 48, "valid": 12}."""
        return dict(sorted(Counter(image.split for image in self.images()).items()))

    def set_split(self, settings: SplitSettings) -> None:
        """Draw train and valid afresh; pictures in "test" stay there. Raises ValueError unless 0 ≤
        valid_pct < 1."""
        if not 0 <= settings.valid_pct < 1:
            raise ValueError(says("project", "share_held_out"))
        if settings.kind == "grouped":
            self.near_duplicates()  # takes seconds the first time: not while the database is held
        with self.writing(dataset=True) as connection:
            write_settings(connection, settings)
            redraw(connection, settings, self._groups(connection, settings))

    def keep_folder_sides(self) -> None:
        """From now on take the train and valid folders in which pictures come; nothing moves."""
        with self.writing(dataset=True) as connection:
            write_settings(connection, replace(read_settings(connection), kind="folder"))

    def candidates(self, settings: SplitSettings) -> list[Candidate]:
        """Return what a draw under these settings looks at: every picture but the test set."""
        with self.reading() as connection:
            return read_candidates(connection, self._groups(connection, settings))

    def near_duplicates(self) -> dict[str, str]:
        """Return id → group for every picture of the dataset that has a near duplicate in it."""
        return near_duplicate_groups(self, [image.id for image in self.images()])

    def test_locked(self) -> bool:
        """Return whether a test set was set aside."""
        return self.remembered("test locked", _has_test, dataset=True)

    def lock_test(self, share: float = 0.2, seed: int = 42) -> int:
        """Set about `share` of every class aside as "test", for good; returns how many.

        Neither `set_split` nor arrivals nor going back to a version ever draw these again; the
        others keep their side. Raises TestLocked the second time, ValueError for a share outside
        (0, 1) or where no class has four pictures.
        """
        if not 0 < share < 1:
            raise ValueError(says("project", "share_set_aside"))
        groups = self.near_duplicates()
        with self.writing(dataset=True) as connection:
            if _has_test(connection):
                raise TestLocked(says("project", "locked_already"))
            rows = connection.execute("SELECT id, label, split FROM image").fetchall()
            chosen = draw_test([Placed(*row) for row in rows], share, seed, groups)
            if not chosen:
                raise ValueError(says("project", "no_class_to_lock", fewest=SMALLEST_CLASS))
            put_aside(connection, chosen)
        return len(chosen)


def put_aside(connection: sqlite3.Connection, ids: list[str]) -> None:
    """Make pictures part of the test set; cleaning choices about them are forgotten."""
    here = [(image_id,) for image_id in ids]
    connection.executemany("UPDATE image SET split = 'test' WHERE id = ?", here)
    connection.executemany("DELETE FROM staged WHERE image = ?", here)


def _has_test(connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT 1 FROM image WHERE split = 'test' LIMIT 1").fetchone()
    return row is not None


class Dataset(Splits):
    """Everything a project knows of its pictures; this file adds the names they can have."""

    def classes(self) -> dict[str, int]:
        """Return name → number of pictures, by name, classes without pictures included."""
        return dict(self.remembered("classes", _count_classes, dataset=True))

    def add_class(self, name: str) -> None:
        """Name a class before it has pictures; raises ValueError for an empty name."""
        with self.writing(dataset=True) as connection:
            ensure_classes(connection, [name.strip()])

    def call_class(self, old: str, new: str) -> bool:
        """Give a class another name for good, in its pictures, versions and history alike; returns
        False, and changes nothing, where a class has or had that name. Raises TooLong."""
        check_length(new, LONGEST_CLASS)
        with self.writing(dataset=True) as connection:
            if not ever_called(connection, old) or ever_called(connection, new):
                return False
            rename_everywhere(connection, old, new)
        return True

    def rename_class(self, old: str, new: str) -> None:
        """Put all pictures of a class into another; where `new` exists the two become one."""
        new = new.strip()
        if new == old:
            return
        with self.writing(dataset=True) as connection:
            rows = connection.execute("SELECT id FROM image WHERE label = ?", (old,)).fetchall()
            ensure_classes(connection, [new])
            why = says("project", "renamed", old=old, new=new)
            relabel(connection, {row[0]: new for row in rows}, "learner", why)
            connection.execute("UPDATE staged SET label = ? WHERE label = ?", (new, old))
            connection.execute("UPDATE held_back SET label = ? WHERE label = ?", (new, old))
            connection.execute("DELETE FROM class WHERE name = ?", (old,))

    def erase(self, ids: Sequence[str]) -> None:
        """Delete pictures for good, in versions too: no going back brings them back. What a model
        learned from them stays with it."""
        with self.writing(dataset=True) as connection:
            erase_everywhere(connection, ids)
        self.forget_files(list(ids))

    def remove_class(self, name: str) -> int:
        """Remove a class with its pictures; returns how many pictures left with it."""
        with self.writing(dataset=True) as connection:
            rows = connection.execute("SELECT id FROM image WHERE label = ?", (name,)).fetchall()
            ids = [row[0] for row in rows]
            take_out(connection, ids, "learner", says("project", "class_removed"))
            unnamed = drop_unnamed(connection, ids)
            connection.execute("DELETE FROM staged WHERE label = ?", (name,))
            connection.execute("DELETE FROM class WHERE name = ?", (name,))
        self.forget_files(unnamed)
        return len(ids)


def _count_classes(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute(
        "SELECT class.name, COUNT(image.id) FROM class"
        " LEFT JOIN image ON image.label = class.name"
        " GROUP BY class.name ORDER BY class.name COLLATE NOCASE, class.name"
    )
    return dict(rows.fetchall())
