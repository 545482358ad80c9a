"""The tables of a project as JSON: read from the database, checked, written to another."""

import json
import sqlite3
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from core.project.archive.rows import TABLES, ArchivedSplit, Name, Row, VersionImageRow
from core.project.dataset.split_rows import write_settings
from core.project.records import SplitSettings
from core.project.versions.versions import fingerprint

FORMAT = "drivetrain-lab project"
_IN_ORDER = (
    "picture",
    "label_change",
    "run",
    "cleaning",
)  # tables whose `seq` says what came first


class ArchivedProject(BaseModel):
    """project.json: what a saved project says about itself, checked field by field."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["drivetrain-lab project"]
    version: Literal[1]
    name: Name
    split: ArchivedSplit | None
    tables: dict[str, list[Any]]

    def rows(self, table: str) -> list[Row]:
        """Return the checked rows of one table; raises ValidationError for a row that is wrong."""
        model = TABLES[table]
        return [model.model_validate(row) for row in self.tables.get(table, [])]

    def ids(self, table: Literal["picture", "run"]) -> list[str]:
        """Return the checked ids of one table."""
        return [str(row.model_dump()["id"]) for row in self.rows(table)]


def read_rows(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the whole content of the tables, ready for JSON."""
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    split = json.loads(meta["split"]) if "split" in meta else None
    tables = {table: _dump(connection, table) for table in TABLES}
    return {"format": FORMAT, "version": 1, "name": meta["name"], "split": split, "tables": tables}


def write_rows(connection: sqlite3.Connection, archived: ArchivedProject) -> None:
    """Write a checked archive into empty tables, inside the caller's transaction.

    A run that was going when the project was saved is "interrupted": nothing here runs it.
    Raises ValidationError or sqlite3.IntegrityError when the rows contradict each other.
    """
    for table in TABLES:
        rows = [row.model_dump() for row in archived.rows(table)]
        _insert(connection, table, _prepared(table, rows, archived))
    connection.execute(
        "UPDATE run SET status = 'interrupted' WHERE status IN ('queued', 'running')"
    )
    if archived.split is not None:
        write_settings(connection, SplitSettings(**archived.split.model_dump()))


def _dump(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    columns = list(TABLES[table].model_fields)
    order = " ORDER BY seq" if table in _IN_ORDER else ""
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}{order}")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _prepared(
    table: str, rows: list[dict[str, Any]], archived: ArchivedProject
) -> list[dict[str, Any]]:
    """Give each version the fingerprint of what it really names."""
    if table != "version":
        return rows
    named: dict[int, list[tuple[str, str, str]]] = {}
    for image in archived.tables.get("version_image", []):
        row = VersionImageRow.model_validate(image)
        named.setdefault(row.version, []).append((row.image, row.label, row.split))
    return [{**row, "fingerprint": fingerprint(named.get(row["number"], []))} for row in rows]


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        [tuple(row[column] for column in columns) for row in rows],
    )
