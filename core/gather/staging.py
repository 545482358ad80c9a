"""What was brought and waits for the learner's word: on disk, so that a reload finds it again."""

import io
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps
from pydantic import BaseModel, ValidationError

from core.gather.arrivals import Arrivals, TurnedAway, check_size
from core.gather.as_read import Choices, as_read, together
from core.gather.meaning.entries import Entry, shown_name
from core.gather.meaning.reading import Reading, read_arrival
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.gather.reading.zip_names import ZipNames
from core.gather.reading.zip_reading import is_zip, zip_entries
from core.project.disk import write_soon
from core.project.disk_full import is_disk_full, make_room
from core.project.limits import disk_is_short
from core.project.project import Project

_FOLDER, _LIST = "arrival", "arrival.json"
_SMALL_PX = 144
_AT_ONCE = 1 << 20  # bytes that are copied at a time


class _File(BaseModel):
    name: str
    stored: str
    packed: bool


class _Staged(BaseModel):
    source: str
    label: str
    files: list[_File]


@dataclass(frozen=True)
class Part:
    """One ZIP, or all files that came without one, as it is read.

    `key` names it among the parts of an arrival, `name` is what the learner calls it. `refused` is
    the sentence where it cannot be used at all. `file` is where a ZIP lies.
    """

    key: str
    name: str
    source: str
    reading: Reading
    names: ZipNames | None = None
    refused: str = ""
    file: Path | None = None


def stage(
    project: Project, files: Iterable[tuple[str, IO[bytes]]], source: str, label: str = ""
) -> None:
    """Copy what was brought to disk, instead of what waited before; whole or not at all.

    `source` says how it came ("folder" or "files"), `label` is the class chosen for what says none.
    Raises Refused when the disk is full.
    """
    draft = project.path / f".{_FOLDER}-{secrets.token_hex(4)}"
    try:
        project.keep()
        draft.mkdir()
        if disk_is_short(project.path):
            raise Refused(make_room("bring"))
        kept = [_copied(draft, number, name, file) for number, (name, file) in enumerate(files)]
        listed = _Staged(source=source, label=label, files=kept)
        (draft / _LIST).write_text(listed.model_dump_json(), "utf-8")
        drop(project)
        draft.rename(project.path / _FOLDER)
    except OSError as error:
        if not is_disk_full(error, project.path):
            raise
        raise Refused(make_room("bring")) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def drop(project: Project) -> None:
    """Forget what waits."""
    _parts.cache_clear()
    shutil.rmtree(project.path / _FOLDER, ignore_errors=True)


def staged(project: Project, encodings: Mapping[str, str] = {}) -> list[Part]:
    """What waits, as it is read: each ZIP a part, and all other files another; empty when nothing
    does. `encodings` are the learner's answers about the names in a ZIP, by the part's key."""
    listed = project.path / _FOLDER / _LIST
    try:
        stamp = listed.stat().st_mtime_ns
    except OSError:
        return []
    return _parts(listed, stamp, tuple(sorted(encodings.items())))


def arrivals(parts: Iterable[Part], choices: Mapping[str, Choices]) -> Arrivals:
    """The files of these parts by the learner's choices for each (by its key)."""
    found = []
    for part in parts:
        if part.refused:
            found.append(Arrivals(1, [TurnedAway(shown_name(part.name), part.refused)]))
        else:
            found.append(as_read(part.reading, part.source, choices.get(part.key, Choices())))
    return together(found)


def project_zip(part: Part, to: Path) -> Path:
    """The ZIP of a saved project: where it lies, or packed again at `to` when it came unpacked."""
    if part.file is not None:
        return part.file
    with zipfile.ZipFile(to, "w") as archive:
        for entry in part.reading.packed:
            archive.writestr("/".join(entry.parts), entry.read())
    return to


def small_picture(project: Project, part: Part, place: int) -> Path | None:
    """A square thumbnail of one picture that waits, made on the first request; None for what gives
    none."""
    path = project.path / _FOLDER / "small" / f"{part.key}-{place}.jpg"
    if not path.exists():
        entry = part.reading.pictures[place]
        try:
            write_soon(path, _square(decode(entry.read(), entry.name).thumbnail))
        except (Refused, OSError):
            return None
    return path


def _square(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg)) as image:
        buffer = io.BytesIO()
        ImageOps.fit(image, (_SMALL_PX, _SMALL_PX)).save(buffer, "JPEG", quality=82)
        return buffer.getvalue()


def _copied(folder: Path, number: int, name: str, file: IO[bytes]) -> _File:
    stored = str(number)
    start = file.read(4)
    with (folder / stored).open("wb") as copy:
        copy.write(start)
        shutil.copyfileobj(file, copy, _AT_ONCE)
    return _File(name=name, stored=stored, packed=is_zip(name, start))


@lru_cache(maxsize=8)
def _parts(listed: Path, _stamp: int, encodings: tuple[tuple[str, str], ...]) -> list[Part]:
    try:
        found = _Staged.model_validate_json(listed.read_bytes())
    except (OSError, ValidationError):
        return []
    folder, answers = listed.parent, dict(encodings)
    parts = [
        _zip_part(folder / file.stored, file.name, found.label, answers.get(file.stored, ""))
        for file in found.files
        if file.packed
    ]
    if loose := [file for file in found.files if not file.packed]:
        entries = [_entry(folder / file.stored, file.name) for file in loose]
        reading = read_arrival(sorted(entries, key=lambda one: one.path), "", found.label)
        parts.append(Part("loose", "", found.source, reading))
    return parts


def _zip_part(path: Path, name: str, label: str, encoding: str) -> Part:
    try:
        unpacked = zip_entries(path, encoding)
    except Refused as refusal:
        return Part(path.name, name, "zip", read_arrival([]), refused=str(refusal), file=path)
    reading = read_arrival(unpacked.entries, name, label)
    return Part(path.name, name, "zip", reading, unpacked.names, file=path)


def _entry(path: Path, name: str) -> Entry:
    return Entry(name, path.stat().st_size, _reader(path))


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        check_size(path.stat().st_size)
        return path.read_bytes()

    return read
