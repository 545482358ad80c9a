"""Pictures without a label: a thing of their own, never trained on, ready to be asked about."""

import sqlite3
from collections.abc import Iterable

from core.project.dataset.images import Images
from core.project.dataset.picture_rows import drop_unnamed, no_longer_unlabelled
from core.project.records import UnlabelledPicture


class Unlabelled(Images):
    """The pictures of a project that nobody has said anything about yet.

    They are no part of the dataset: `images()`, versions, splits and runs never name them.
    """

    def unlabelled(self) -> list[UnlabelledPicture]:
        """Return them in order of arrival."""
        return list(self.remembered("unlabelled", _read_unlabelled))

    def label(self, ids: Iterable[str], label: str, who: str = "learner", why: str = "") -> int:
        """Give unlabelled pictures a label, which makes them part of the dataset; returns how
        many there were among `ids`. The class is made if new."""
        with self.writing(dataset=True) as connection:
            found = no_longer_unlabelled(connection, ids)
            self._join(connection, [(image_id, label, "train") for image_id in found], who, why)
        return len(found)

    def remove_unlabelled(self, ids: Iterable[str]) -> int:
        """Delete pictures that have no label; returns how many."""
        with self.writing() as connection:
            found = no_longer_unlabelled(connection, ids)
            unnamed = drop_unnamed(connection, found)
        self.forget_files(unnamed)
        return len(found)


def _read_unlabelled(connection: sqlite3.Connection) -> list[UnlabelledPicture]:
    rows = connection.execute(
        "SELECT picture.id, name, width, height, source, added FROM unlabelled"
        " JOIN picture ON picture.id = unlabelled.id ORDER BY picture.seq"
    )
    return [UnlabelledPicture(*row) for row in rows]
