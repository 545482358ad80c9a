"""Which pictures train the model and which are held out to judge it."""

from __future__ import annotations

from core.project.database import Database
from core.project.draw import read_settings, redraw, write_settings
from core.project.records import SplitSettings


class Splits(Database):
    """The split in force."""

    def split(self) -> SplitSettings:
        """Return how pictures are drawn into train and valid."""
        with self.reading() as connection:
            return read_settings(connection)

    def split_counts(self) -> dict[str, int]:
        """Return how many pictures each split has, such as {"train": 48, "valid": 12}."""
        with self.reading() as connection:
            rows = connection.execute("SELECT split, COUNT(*) FROM image GROUP BY split")
            return dict(rows.fetchall())

    def set_split(self, settings: SplitSettings) -> None:
        """Draw train and valid afresh; pictures in "test" stay there.

        Raises ValueError unless 0 ≤ valid_pct < 1.
        """
        if not 0 <= settings.valid_pct < 1:
            raise ValueError("The share held out for validation lies between 0 and 1.")
        with self.writing(dataset=True) as connection:
            write_settings(connection, settings)
            redraw(connection, settings)
