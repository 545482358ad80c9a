"""How much a saved project may be: one limit for the way out and the way in, so that what can be
saved can be opened."""

import sqlite3
from collections.abc import Mapping

from core.content import says
from core.project.limits import folder_size, limits
from core.project.project import Project
from core.words import file_size

MAX_TABLES = 400_000_000  # bytes of project.json
MAX_ROWS = {
    "class": 2_000,
    "version": 2_000,
    "version_image": 2_000_000,
    "label_change": 500_000,
    "run": 2_000,
    "cleaning": 10_000,
    "answer": 5_000,
    "setting": 5_000,
}
_FEWEST, _OF_A_PICTURE = 50_000, 3
_ROW = 250  # bytes of JSON, more than a row takes but one with a long text
_MB = 1_000_000


def most_members() -> int:
    """How many files a saved project may hold, and pictures, those that only versions name too."""
    return max(_FEWEST, _OF_A_PICTURE * limits().project_pictures)


def most_rows(table: str) -> int:
    """How many rows a table of a saved project may have."""
    return MAX_ROWS.get(table, most_members())


def why_not_saved(project: Project) -> str:
    """The sentence for a project that is too large to be opened again; "" for any other."""
    rows = project.remembered("rows", _rows)
    bytes_of_rows = _ROW * sum(rows.values())
    held = sum(folder_size(project.path / kind) for kind in ("images", "sounds", "runs"))
    fits = held + bytes_of_rows <= limits().saved_mb * _MB and bytes_of_rows <= MAX_TABLES
    if fits and all(count <= most_rows(table) for table, count in rows.items()):
        return ""
    most = file_size(limits().saved_mb * _MB)
    return says("project", "too_large_to_save", held=file_size(held), most=most)


def _rows(connection: sqlite3.Connection) -> Mapping[str, int]:
    return {
        table: connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
        for table in (*MAX_ROWS, "picture")
    }
