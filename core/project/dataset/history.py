"""Labels change by appending to a history: who, what, why, when."""

import sqlite3
import time
from collections.abc import Iterable

from core.project.database import Database
from core.project.records import LabelChange

Change = tuple[str, str | None, str | None]  # image id, old label, new label


def append_changes(
    connection: sqlite3.Connection, changes: Iterable[Change], who: str, why: str
) -> None:
    """Append one line per change, inside the caller's transaction."""
    now = time.time()
    connection.executemany(
        "INSERT INTO label_change (image, old, new, who, why, at) VALUES (?, ?, ?, ?, ?, ?)",
        [(image, old, new, who, why, now) for image, old, new in changes],
    )


class History(Database):
    """What became of a picture's label."""

    def label_history(self, image_id: str) -> list[LabelChange]:
        """Return every change of one picture's label, oldest first."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT image, old, new, who, why, at FROM label_change WHERE image = ?"
                " ORDER BY seq",
                (image_id,),
            ).fetchall()
        return [LabelChange(*row) for row in rows]

    def ever_here(self) -> frozenset[str]:
        """Return the ids of all pictures that are or were in the dataset, in one query."""
        return self.remembered("ever here", _ever_here, dataset=True)


def _ever_here(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset(
        row[0] for row in connection.execute("SELECT DISTINCT image FROM label_change")
    )
