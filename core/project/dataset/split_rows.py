"""The split in the database: the settings in force, and the side of every picture."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from core.project.dataset.draw import Candidate, draw_all, draw_new
from core.project.records import SplitSettings

Groups = Mapping[str, str]  # image id → its group of near duplicates


def read_settings(connection: sqlite3.Connection) -> SplitSettings:
    """Return the settings in force; the defaults when none were ever chosen."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'split'").fetchone()
    return SplitSettings(**json.loads(row[0])) if row else SplitSettings()


def write_settings(connection: sqlite3.Connection, settings: SplitSettings) -> None:
    """Put settings in force, inside the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('split', ?)",
        (json.dumps(asdict(settings)),),
    )


def redraw(connection: sqlite3.Connection, settings: SplitSettings, groups: Groups) -> None:
    """Draw every picture of the dataset afresh, inside the caller's transaction; "test" stays."""
    _place(connection, draw_all(read_candidates(connection, groups), settings))


def draw_arrivals(
    connection: sqlite3.Connection, arrived: Iterable[str], settings: SplitSettings, groups: Groups
) -> None:
    """Draw the pictures that were just put in; the others keep their side.

    Only near duplicates that stood on different sides until one arrived that joins them move.
    """
    ids = set(arrived)
    candidates = read_candidates(connection, groups)
    new = [candidate._replace(split="") for candidate in candidates if candidate.id in ids]
    here = [candidate for candidate in candidates if candidate.id not in ids]
    _place(connection, draw_new(new, here, settings))


def read_candidates(connection: sqlite3.Connection, groups: Groups) -> list[Candidate]:
    """Return every picture that can be drawn: all but the test set."""
    rows = connection.execute(
        "SELECT image.id, label, split, json_extract(provenance, '$.folder') FROM image"
        " JOIN picture ON picture.id = image.id WHERE split != 'test'"
    )
    return [
        Candidate(image_id, label, groups.get(image_id, ""), _side(folder), split)
        for image_id, label, split, folder in rows
    ]


def _side(folder: object) -> str:
    return folder if folder in ("train", "valid") else ""  # type: ignore[return-value]


def _place(connection: sqlite3.Connection, splits: Mapping[str, str]) -> None:
    connection.executemany(
        "UPDATE image SET split = :split WHERE id = :id AND split != :split",
        [{"id": i, "split": split} for i, split in splits.items()],
    )
