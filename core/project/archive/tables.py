"""The tables of a saved project: each row judged, then written into a new database."""

import sqlite3
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import from_json

from core.project.archive.figures import Asked, Count, Moment, Name, PictureId, Results, object_of
from core.project.versions.erasing import settle_version


def _provenance(text: str) -> str:
    known = from_json(text)
    if not isinstance(known, dict) or not all(isinstance(one, str) for one in known.values()):
        raise ValueError("not a JSON object of texts")
    return text


def _json_names(text: str) -> str:
    names = from_json(text)
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValueError("not a list of names")
    return text


def _asked(text: str) -> str:
    object_of(text, Asked)
    return text


def _results(text: str) -> str:
    object_of(text, Results)
    return text


RunId = Annotated[str, Field(pattern=r"^[0-9a-z]{6,40}$")]
Words = Annotated[str, Field(max_length=2_000)]
Text = Annotated[str, Field(max_length=400_000)]
Pixels = Annotated[int, Field(gt=0, le=100_000)]
Number = Annotated[int, Field(gt=0, le=1_000_000)]
Split = Literal["train", "valid", "test"]


class Row(BaseModel):
    """One row of one table."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ClassRow(Row):
    name: Name


class PictureRow(Row):
    id: PictureId
    name: Words
    width: Pixels
    height: Pixels
    source: Words
    provenance: Annotated[Text, AfterValidator(_provenance)]
    added: Moment


class ImageRow(Row):
    id: PictureId
    label: Name
    split: Split


class UnlabelledRow(Row):
    """A picture that is kept without a label."""

    id: PictureId


class HeldBackRow(Row):
    """A picture of a held-back set, by the set's name."""

    id: PictureId
    label: Name
    name: Name


class VersionRow(Row):
    """A dataset version; its fingerprint is computed again, never taken over."""

    number: Number
    created: Moment
    note: Words
    classes: Annotated[Text, AfterValidator(_json_names)]


class VersionImageRow(Row):
    version: Number
    image: PictureId
    label: Name
    split: Split


class LabelChangeRow(Row):
    image: PictureId
    old: Name | None
    new: Name | None
    who: Words
    why: Words
    at: Moment


class RunRow(Row):
    id: RunId
    kind: Literal["quick", "finetune"]
    status: Literal["queued", "running", "finished", "stopped", "failed", "interrupted"]
    settings: Annotated[Text, AfterValidator(_asked)]
    version: Number
    results: Annotated[Text, AfterValidator(_results)]
    created: Moment
    ended: Moment | None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.status == "finished" and not object_of(self.results, Results).is_whole:
            raise ValueError("a finished run without its figures")
        return self


class StagedRow(Row):
    image: PictureId
    action: Literal["delete", "relabel", "keep"]
    label: Name | None
    at: Moment

    @model_validator(mode="after")
    def _has_label(self) -> Self:
        if (self.label is None) == (self.action == "relabel"):
            raise ValueError("a label where none belongs, or none where one does")
        return self


class CleaningRow(Row):
    version_before: Number
    version_after: Number
    deleted: Count
    relabelled: Count
    at: Moment
    undone: Literal[0, 1]


class AnswerRow(Row):
    question: Name
    text: Text
    mark: Literal["knew", "partly", "not yet"] | None
    revealed: Literal[0, 1]
    saved: Moment


class SettingRow(Row):
    """A setting; the plan is one."""

    name: Name
    value: Text


class ArchivedSplit(Row):
    valid_pct: Annotated[float, Field(ge=0, lt=1)]
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)]
    stratified: bool
    kind: Literal["random", "folder", "grouped"] = "random"


# In the order in which rows can be written: what is referred to comes first.
TABLES: dict[str, type[Row]] = {
    "class": ClassRow,
    "picture": PictureRow,
    "image": ImageRow,
    "unlabelled": UnlabelledRow,
    "held_back": HeldBackRow,
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


class Head(Row):
    """What project.json says of the project beside its tables."""

    format: Literal["drivetrain-lab project"]
    version: Literal[1]
    name: Name
    split: ArchivedSplit | None = None


def insert_rows(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Write judged rows into a table, inside the caller's transaction; raises sqlite3.Error where
    they contradict what is there."""
    if table == "version":
        rows = [{**row, "fingerprint": f"version {row['number']}"} for row in rows]
    columns = list(rows[0])
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        [tuple(row[column] for column in columns) for row in rows],
    )


def settle_rows(connection: sqlite3.Connection) -> None:
    """Once all rows are in: each version gets the fingerprint of what it really names, a run that
    was going is "interrupted", and choices about pictures that are not there go."""
    connection.execute(
        "UPDATE run SET status = 'interrupted' WHERE status IN ('queued', 'running')"
    )
    connection.execute(
        "DELETE FROM staged WHERE image NOT IN (SELECT id FROM image WHERE split != 'test')"
    )
    for beside in ("held_back", "unlabelled"):
        connection.execute(f"DELETE FROM {beside} WHERE id IN (SELECT id FROM image)")
    connection.execute("DELETE FROM unlabelled WHERE id IN (SELECT id FROM held_back)")
    for (number,) in connection.execute("SELECT number FROM version ORDER BY number").fetchall():
        settle_version(connection, number)
