"""Held-back sets of a project: pictures with a label that nothing ever learns from, by name."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from core.project.dataset.picture_rows import drop_unnamed
from core.project.dataset.unlabelled import Unlabelled
from core.project.records import HeldBackPicture


class HeldBack(Unlabelled):
    """The pictures that only judge: another phone, another day, what broke the model.

    They are no part of the dataset: `images()`, versions, splits and runs never name them. They
    come in as all others do, `NewImage.held_back` being the name of their set.
    """

    def held_back(self, set_name: str | None = None) -> list[HeldBackPicture]:
        """Return the held-back pictures in order of arrival, of one set when asked."""
        every = self.remembered("held back", _read_held_back)
        return [one for one in every if set_name in (None, one.set_name)]

    def held_back_sets(self) -> dict[str, int]:
        """Return name → number of pictures of every held-back set, in order of arrival."""
        return dict(Counter(one.set_name for one in self.held_back()))

    def remove_held_back(self, ids: Iterable[str]) -> int:
        """Delete held-back pictures; returns how many there were among `ids`."""
        with self.writing() as connection:
            asked = "DELETE FROM held_back WHERE id = ? RETURNING id"
            found = [i for i in dict.fromkeys(ids) if connection.execute(asked, (i,)).fetchone()]
            unnamed = drop_unnamed(connection, found)
        self.forget_files(unnamed)
        return len(found)


def _read_held_back(connection: sqlite3.Connection) -> tuple[HeldBackPicture, ...]:
    rows = connection.execute(
        "SELECT picture.id, label, held_back.name, picture.name FROM held_back"
        " JOIN picture ON picture.id = held_back.id ORDER BY picture.seq"
    )
    return tuple(HeldBackPicture(*row) for row in rows)
