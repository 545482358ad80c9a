"""The rows of a saved project, checked field by field: nothing in them is trusted."""

import json
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


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
    """One class."""

    name: Name


class PictureRow(Row):
    """What never changes about a picture."""

    id: PictureId
    name: Text
    width: Pixels
    height: Pixels
    source: Text
    provenance: JsonObject
    added: float


class ImageRow(Row):
    """A picture in the dataset."""

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
    """A picture in a version."""

    version: int
    image: PictureId
    label: Name
    split: Split


class LabelChangeRow(Row):
    """One line of the history."""

    image: PictureId
    old: Text | None
    new: Text | None
    who: Text
    why: Text
    at: float


class RunRow(Row):
    """A training run."""

    id: RunId
    kind: Name
    status: Literal["queued", "running", "finished", "stopped", "failed", "interrupted"]
    settings: JsonObject
    version: int
    results: JsonObject
    created: float
    ended: float | None


class StagedRow(Row):
    """A cleaning choice that waits."""

    image: PictureId
    action: Literal["delete", "relabel", "keep"]
    label: Text | None
    at: float


class CleaningRow(Row):
    """A cleaning that was applied."""

    version_before: int
    version_after: int
    deleted: int
    relabelled: int
    at: float
    undone: Literal[0, 1]


class AnswerRow(Row):
    """An answer to a question."""

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
    """The split settings in force."""

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
