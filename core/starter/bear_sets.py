"""Bear World as it ships: pictures that are rendered, and everything that is true of them."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from core.content import ASSETS, says
from core.gather.intake import IntakeReport
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.project.project import Project
from core.project.records import NewImage

FOLDER = ASSETS / "starter" / "bears"
DEFAULT, BIASED = "default", "bias"
LICENCE = says("starter", "rendered_by_project")
CLASSES = ("black", "grizzly", "teddy")


@dataclass(frozen=True)
class BearPicture:
    """One shipped picture: the class it is `shown` as, what is `true`, and how it was rendered.

    `fault` names what was planted ("wrong label", "near duplicate", …), "" when nothing was;
    `of` is the file that a duplicate repeats.
    """

    file: str
    folder: str
    shown: str
    true: str
    seed: int
    fault: str = ""
    of: str = ""
    conditions: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FOLDER / self.folder / self.file


@dataclass(frozen=True)
class FaultCount:
    """How many planted faults of one kind came into a project, and how many were dealt with."""

    planted: int
    found: int


def add_bears(project: Project, name: str = DEFAULT, per_class: int | None = None) -> IntakeReport:
    """Adds the shipped set `name` to `project`; returns what came in, and what could not.

    Corrupt files are reported with the reason, byte-identical ones with the class they are in.
    `per_class` takes fewer of each class. Raises KeyError for a set that does not ship.
    """
    report = IntakeReport(on_purpose=True)
    added = project.dataset.add(list(_verified(pictures(name), per_class, report)))
    report.new, report.already = added.new, added.already
    return report


def bear_sets() -> dict[str, str]:
    """What ships: the name of every set, and one line about it."""
    return {name: entry["about"] for name, entry in _manifest()["sets"].items()}


@lru_cache(maxsize=64)
def pictures(name: str = DEFAULT) -> tuple[BearPicture, ...]:
    """Every file of the set `name`; raises KeyError when no such set ships."""
    return tuple(
        BearPicture(folder=name, **entry) for entry in _manifest()["sets"][name]["pictures"]
    )


@lru_cache(maxsize=1)
def known_faults() -> dict[str, BearPicture]:
    """The faulty pictures of the default set by the image id they have in every project."""
    return {
        hashlib.sha256(picture.path.read_bytes()).hexdigest(): picture
        for picture in pictures()
        if picture.fault and picture.fault not in ("corrupt", "exact duplicate")
    }


def faults_found(project: Project) -> dict[str, FaultCount]:
    """For each kind of fault that came into `project`: how many there were and are dealt with.

    A wrong label counts as found once the picture has its true label or is gone, any other fault
    once the picture is gone.
    """
    now = {record.id: record.label for record in project.dataset.images()}
    came_in = project.dataset.ever_here() | now.keys()
    counts: dict[str, FaultCount] = {}
    for image_id, picture in known_faults().items():
        if image_id not in came_in:
            continue
        solved = image_id not in now
        if picture.fault == "wrong label":
            solved = solved or now[image_id] == picture.true
        before = counts.get(picture.fault, FaultCount(0, 0))
        counts[picture.fault] = FaultCount(before.planted + 1, before.found + solved)
    return counts


@lru_cache(maxsize=1)
def _manifest() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "manifest.json").read_text("utf-8")))


def _verified(
    chosen: tuple[BearPicture, ...], per_class: int | None, report: IntakeReport
) -> Iterator[NewImage]:
    """The files that open, as they are: they were encoded by us and hold nothing but pixels."""
    taken = dict.fromkeys(CLASSES, 0)
    for picture in chosen:
        if per_class is not None and taken[picture.shown] >= per_class:
            continue
        data = picture.path.read_bytes()
        try:
            size = _opened(data, picture.file)
        except Refused as refusal:
            report.refused.append((picture.file, str(refusal)))
            continue
        taken[picture.shown] += 1
        name = picture.file.removesuffix(".jpg")
        yield rendered(
            data, picture.shown, name, picture.seed, size=size, source="starter", title="Bear World"
        )


def _opened(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a whole JPEG; raises Refused as for an upload."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            image.load()
            return image.size
    except Exception:  # the same sentence that the learner's own broken file would get
        decoded = decode(data, name)
        return decoded.width, decoded.height


def rendered(
    data: bytes,
    label: str,
    name: str,
    seed: int,
    *,
    size: tuple[int, int],
    source: str,
    title: str,
) -> NewImage:
    """A JPEG of Bear World as a project takes it in: its width and height, and whose it is."""
    return NewImage(
        id=hashlib.sha256(data).hexdigest(),
        jpeg=data,
        label=label,
        name=name,
        width=size[0],
        height=size[1],
        source=source,
        provenance={
            "title": title,
            "author": says("starter", "author", seed=seed),
            "licence": LICENCE,
        },
    )


def planted_faults_of(project: Project) -> list[frozenset[str]]:
    """Every planted fault that is still in the project: the ids of which one has to be found. A
    wrong label counts while the picture carries it; a near duplicate while both are there."""
    labels = {record.id: record.label for record in project.dataset.images()}
    faults = []
    for image_id, picture in known_faults().items():
        if picture.fault == "wrong label" and labels.get(image_id) == picture.true:
            continue
        fault = {image_id} | ({_ids()[picture.of]} if picture.fault == "near duplicate" else set())
        if fault <= labels.keys():
            faults.append(frozenset(fault))
    return faults


def wrongly_labelled(project: Project) -> frozenset[str]:
    """The ids of the pictures that still carry the wrong label that was planted on them: a model
    that answers otherwise makes no mistake there."""
    faults = known_faults()
    return frozenset(
        record.id
        for record in project.dataset.images()
        if (picture := faults.get(record.id)) is not None
        and picture.fault == "wrong label"
        and record.label != picture.true
    )


@lru_cache(maxsize=1)
def _ids() -> dict[str, str]:
    """File name → image id of the default set."""
    return {p.file: hashlib.sha256(p.path.read_bytes()).hexdigest() for p in pictures()}
