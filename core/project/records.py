"""What a project hands out: frozen records, never live rows."""

from dataclasses import dataclass, field
from typing import Any, Literal

Split = Literal["train", "valid", "test"]
SplitKind = Literal["random", "folder", "grouped"]

SPLITS = ("train", "valid", "test")
ACTIONS = ("delete", "relabel", "keep")
MARKS = ("knew", "partly", "not yet")
RUN_STATUSES = ("queued", "running", "finished", "stopped", "failed", "interrupted")
ENDED = ("finished", "stopped", "failed", "interrupted")


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """One picture as it stands in the project or in a version; sizes are pixels of the JPEG."""

    id: str
    label: str
    split: str
    name: str
    width: int
    height: int
    source: str
    added: float


@dataclass(frozen=True, slots=True)
class UnlabelledPicture:
    """One picture that is kept without a label; sizes are pixels of the JPEG."""

    id: str
    name: str
    width: int
    height: int
    source: str
    added: float


@dataclass(frozen=True, slots=True)
class HeldBackPicture:
    """One picture of the held-back set `set_name`: nothing learns from it."""

    id: str
    label: str
    set_name: str
    name: str


@dataclass(frozen=True, slots=True)
class NewImage:
    """A verified picture on its way in; `id` is the SHA-256 (hex) of the bytes it came from.

    A `label` of "" is none: it is kept beside the dataset. With `in_test` it joins the locked test
    set; with `held_back` the held-back set of that name, which is beside the dataset, too.
    """

    id: str
    jpeg: bytes
    label: str
    name: str
    width: int
    height: int
    source: str = "upload"
    provenance: dict[str, str] = field(default_factory=dict)
    in_test: bool = False
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What an arrival changed: pictures kept, and (name, existing label) of those already here;
    the label is "" where that one has none."""

    new: int
    already: list[tuple[str, str]]
    unlabelled: int = 0  # of the new ones


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """How pictures are drawn into train and valid; `valid_pct` is a share in [0, 1).

    "random" draws pictures one by one, "grouped" draws near duplicates together, "folder" takes
    the train and valid folders in which pictures came and draws only those that came without.
    """

    valid_pct: float = 0.2
    seed: int = 42
    stratified: bool = True
    kind: SplitKind = "random"


@dataclass(frozen=True, slots=True)
class LabelChange:
    """One line of a picture's history; `old` is None on arrival, `new` is None on removal."""

    image_id: str
    old: str | None
    new: str | None
    who: str
    why: str
    at: float


@dataclass(frozen=True, slots=True)
class DatasetVersion:
    """A frozen dataset: `images` counts the pictures it names."""

    number: int
    created: float
    images: int
    note: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One training run: what it was asked, which version it saw, how it ended."""

    id: str
    kind: str
    status: str
    settings: dict[str, Any]
    version: int
    results: dict[str, Any]
    created: float
    ended: float | None


@dataclass(frozen=True, slots=True)
class StagedChoice:
    """A cleaning decision that waits to be applied; `label` is set for "relabel" only."""

    image_id: str
    action: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying the staged choices did, and the versions on either side of it."""

    version_before: int
    version_after: int
    deleted: int
    relabelled: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A learner's answer to one question; `mark` is their own judgement of it, once given."""

    question_id: str
    text: str
    mark: str | None
    revealed: bool
    saved: float


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """One line in the list of projects; `modified` is seconds since 1970."""

    id: str
    name: str
    images: int
    modified: float
