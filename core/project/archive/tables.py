"""The tables of a project as JSON: read from the database, checked, written to another."""

import json
import sqlite3
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.project.dataset.draw import write_settings
from core.project.records import SplitSettings
from core.project.versions.versions import fingerprint


def _json_object(text: str) -> str:
    if not isinstance(json.loads(text), dict):
        raise ValueError("not a JSON object")
    return text


def _json_names(text: str) -> str:
    names = json.loads(text)
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValueError("not a list of names")
    return text


def _json_value(text: str) -> str:
    json.loads(text)
    return text


PictureId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
RunId = Annotated[str, Field(pattern=r"^[0-9a-z]{6,40}$")]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(max_length=200_000)]
Pixels = Annotated[int, Field(gt=0, le=100_000)]
Split = Literal["train", "valid", "test"]
JsonObject = Annotated[Text, AfterValidator(_json_object)]


class Row(BaseModel):
    """One row of one table."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ClassRow(Row):
    name: Name


class PictureRow(Row):
    id: PictureId
    name: Text
    width: Pixels
    height: Pixels
    source: Text
    provenance: JsonObject
    added: float


class ImageRow(Row):
    id: PictureId
    label: Name
    split: Split


class UnlabelledRow(Row):
    """A picture that is kept without a label."""

    id: PictureId


class VersionRow(Row):
    """A dataset version; its fingerprint is computed again, never taken over."""

    number: Annotated[int, Field(gt=0)]
    created: float
    note: Text
    classes: Annotated[Text, AfterValidator(_json_names)]


class VersionImageRow(Row):
    version: int
    image: PictureId
    label: Name
    split: Split


class LabelChangeRow(Row):
    image: PictureId
    old: Text | None
    new: Text | None
    who: Text
    why: Text
    at: float


class RunRow(Row):
    id: RunId
    kind: Name
    status: Literal["queued", "running", "finished", "stopped", "failed", "interrupted"]
    settings: JsonObject
    version: int
    results: JsonObject
    created: float
    ended: float | None


class StagedRow(Row):
    image: PictureId
    action: Literal["delete", "relabel", "keep"]
    label: Text | None
    at: float


class CleaningRow(Row):
    version_before: int
    version_after: int
    deleted: int
    relabelled: int
    at: float
    undone: Literal[0, 1]


class AnswerRow(Row):
    question: Name
    text: Text
    mark: Literal["knew", "partly", "not yet"] | None
    revealed: Literal[0, 1]
    saved: float


class SettingRow(Row):
    """A setting; the plan is one."""

    name: Name
    value: Annotated[str, AfterValidator(_json_value)]


class ArchivedSplit(Row):
    valid_pct: Annotated[float, Field(ge=0, lt=1)]
    seed: int
    stratified: bool
    kind: Literal["random", "folder", "grouped"] = "random"


# In the order in which rows can be written: what is referred to comes first.
TABLES: dict[str, type[Row]] = {
    "class": ClassRow,
    "picture": PictureRow,
    "image": ImageRow,
    "unlabelled": UnlabelledRow,
    "version": VersionRow,
    "version_image": VersionImageRow,
    "label_change": LabelChangeRow,
    "run": RunRow,
    "staged": StagedRow,
    "cleaning": CleaningRow,
    "answer": AnswerRow,
    "setting": SettingRow,
}


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
