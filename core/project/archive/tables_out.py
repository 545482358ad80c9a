"""The tables of a project on their way out, as JSON: in pieces, as a project may have millions of
rows."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from core.project.archive.tables import FORMAT, TABLES

_PIECE = 1 << 16  # characters
_IN_ORDER = (
    "picture",
    "label_change",
    "run",
    "cleaning",
)  # tables whose `seq` says what came first


def read_rows(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the whole content of the tables, ready for JSON."""
    tables = {table: list(_rows_of(connection, table)) for table in TABLES}
    return {**read_head(connection), "tables": tables}


def json_pieces(connection: sqlite3.Connection) -> Iterator[bytes]:
    """The same as JSON in UTF-8, some rows at a time: a project may have millions."""
    said = json.dumps({**read_head(connection), "tables": {}}).removesuffix("}}")
    for place, table in enumerate(TABLES):
        said += f"{', ' if place else ''}{json.dumps(table)}: ["
        for number, row in enumerate(_rows_of(connection, table)):
            said += f"{', ' if number else ''}{json.dumps(row)}"
            if len(said) > _PIECE:
                yield said.encode()
                said = ""
        said += "]"
    yield f"{said}}}}}".encode()


def read_head(connection: sqlite3.Connection) -> dict[str, Any]:
    """What is said of the project beside its tables."""
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    split = json.loads(meta["split"]) if "split" in meta else None
    return {"format": FORMAT, "version": 1, "name": meta["name"], "split": split}


def _rows_of(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    columns = list(TABLES[table].model_fields)
    order = " ORDER BY seq" if table in _IN_ORDER else ""
    for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table}{order}"):
        yield dict(zip(columns, row, strict=True))
