"""The dataset as it stands now: pictures, the classes a learner named, the split in force."""

import sqlite3

from core.project.dataset.images import drop_unnamed, ensure_classes, relabel, take_out
from core.project.dataset.splits import Splits


class Dataset(Splits):
    """Everything a project knows of its pictures; this file adds the names they can have."""

    def classes(self) -> dict[str, int]:
        """Return name → number of pictures, by name, classes without pictures included."""
        return dict(self.remembered("classes", _count_classes, dataset=True))

    def add_class(self, name: str) -> None:
        """Name a class before it has pictures; raises ValueError for an empty name."""
        with self.writing(dataset=True) as connection:
            ensure_classes(connection, [name.strip()])

    def rename_class(self, old: str, new: str) -> None:
        """Rename a class; where `new` exists already the two become one."""
        new = new.strip()
        if new == old:
            return
        with self.writing(dataset=True) as connection:
            rows = connection.execute("SELECT id FROM image WHERE label = ?", (old,)).fetchall()
            ensure_classes(connection, [new])
            relabel(connection, {row[0]: new for row in rows}, "learner", f"{old} is now {new}")
            connection.execute("UPDATE staged SET label = ? WHERE label = ?", (new, old))
            connection.execute("DELETE FROM class WHERE name = ?", (old,))

    def remove_class(self, name: str) -> int:
        """Remove a class with its pictures; returns how many pictures left with it."""
        with self.writing(dataset=True) as connection:
            rows = connection.execute("SELECT id FROM image WHERE label = ?", (name,)).fetchall()
            ids = [row[0] for row in rows]
            take_out(connection, ids, "learner", "class removed")
            unnamed = drop_unnamed(connection, ids)
            connection.execute("DELETE FROM staged WHERE label = ?", (name,))
            connection.execute("DELETE FROM class WHERE name = ?", (name,))
        self._forget_files(unnamed)
        return len(ids)


def _count_classes(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute(
        "SELECT class.name, COUNT(image.id) FROM class"
        " LEFT JOIN image ON image.label = class.name"
        " GROUP BY class.name ORDER BY class.name COLLATE NOCASE, class.name"
    )
    return dict(rows.fetchall())
