"""Pictures that others brought and that wait for the learner's word: files beside the project."""

import json
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.gather.arrivals import Arrivals, Incoming
from core.gather.intake import IntakeReport, take_in
from core.gather.reading.decode import Decoded
from core.project.archive.attribution import CREATOR
from core.project.disk import write_whole
from core.project.limits import limits
from core.project.project import Project

FOLDER = "tray"
SOURCE = "classmate"


class TrayFull(Exception):
    """No more pictures can wait; the learner has to look at them first."""


@dataclass(frozen=True)
class Waiting:
    """One picture that waits: its id, its JPEG, the class it was taken for, when it came (seconds
    since 1970), and the nickname of who sent it, "" for a guest."""

    id: str
    file: Path
    label: str
    name: str
    at: float
    sender: str = ""


def put(project: Project, picture: Decoded, label: str, name: str, sender: str = "") -> bool:
    """Have a picture wait; returns False for one that waits already. Raises TrayFull, OSError."""
    folder = project.path / FOLDER
    if (folder / f"{picture.id}.json").exists():
        return False
    if count(project) >= limits().tray_pictures:
        raise TrayFull
    write_whole(folder / f"{picture.id}.jpg", picture.jpeg)
    said = {"label": label, "name": name, "at": time.time(), "sender": sender}
    write_whole(folder / f"{picture.id}.json", json.dumps(said).encode())
    return True


def count(project: Project) -> int:
    """Return how many pictures wait."""
    return sum(1 for _ in (project.path / FOLDER).glob("*.json"))


def waiting(project: Project) -> list[Waiting]:
    """Return what waits, in the order in which it came."""
    found = (_waiting(file) for file in (project.path / FOLDER).glob("*.json"))
    return sorted((one for one in found if one), key=lambda one: (one.at, one.id))


def accept(project: Project, ids: Collection[str]) -> IntakeReport:
    """Take pictures in, into the class each was taken for. What finds no room is in the report, and
    goes on waiting."""
    chosen = [one for one in waiting(project) if one.id in ids]
    report = take_in(project, Arrivals(len(chosen), map(_incoming, chosen)))
    there = kept_ids(project)
    refuse(project, [one.id for one in chosen if one.id in there])
    return report


def refuse(project: Project, ids: Iterable[str]) -> None:
    """Forget pictures that wait."""
    for image_id in ids:
        for ending in ("json", "jpg"):
            (project.path / FOLDER / f"{image_id}.{ending}").unlink(missing_ok=True)


def kept_ids(project: Project) -> set[str]:
    """Return the ids of all pictures that a project holds, in the dataset or beside it."""
    dataset = project.dataset
    beside = {one.id for one in dataset.unlabelled()} | {one.id for one in dataset.held_back()}
    return beside | {one.id for one in dataset.images()}


def _incoming(one: Waiting) -> Incoming:
    known = {CREATOR: one.sender} if one.sender else {}
    return Incoming(one.name, one.label, SOURCE, one.file.read_bytes, provenance=known)


def _waiting(file: Path) -> Waiting | None:
    """What a file says; None where it goes at this moment."""
    try:
        said = json.loads(file.read_bytes())
        picture = file.with_suffix(".jpg")
        sender = said.get("sender", "")
        return Waiting(file.stem, picture, said["label"], said["name"], said["at"], sender)
    except (OSError, ValueError, KeyError):
        return None
