"""What a saved project's ZIP may hold: its list of files, members, bare JPEGs."""

import re
import stat
import zipfile
from typing import IO

from core.content import says
from core.project.archive.size import most_members
from core.project.limits import limits

MAX_MEMBER = 300 * 1024**2
MAX_RATIO = 100
_LISTED = 240  # bytes of a file in the list
_SMALL = 1024**2  # below this a high ratio harms nobody

PROJECT = "project.json"
ATTRIBUTION = "ATTRIBUTION.md"  # for people; it is written again at the next save, never read
# Everything a run can be read from. Pickles (export.pkl, *.pth) stay out: opening one runs code.
RUN_FILES = (".json", ".jsonl", ".npz", ".onnx", ".safetensors", ".txt", ".csv")
BINARY_FILES = (".npz", ".onnx", ".safetensors")
LARGE_FILES = (".onnx", ".safetensors")  # weights: to pack them takes long and saves little
# What a worker on this machine was told and who it is: no other machine may act on it.
LOCAL_FILES = ("worker.json", "spec.json")
# What systems leave in folders: no part of a project that was unpacked and packed again.
_LITTER = ("__macosx", "thumbs.db", "desktop.ini", "@eadir")
# ZIPs of before hold it: who a worker was on another machine. It is neither saved nor read.
PASSED_OVER = ("launched.json",)
_IMAGE = re.compile(r"images/([0-9a-f]{64})\.jpg")
_SOUND = re.compile(r"sounds/([0-9a-f]{64})\.wav")
_RUN = re.compile(r"runs/([0-9a-z]{6,40})/([A-Za-z0-9][A-Za-z0-9_.-]{0,80})")


class ArchiveRefused(Exception):
    """The file cannot be opened as a project; the text says why in one sentence."""


def image_member(image_id: str) -> str:
    """Return the name a picture has inside the ZIP."""
    return f"images/{image_id}.jpg"


def sound_member(image_id: str) -> str:
    """Return the name the sound behind a picture has inside the ZIP."""
    return f"sounds/{image_id}.wav"


def run_member(run_id: str, name: str) -> str | None:
    """Return the name a run's file has inside the ZIP, or None for a file that stays out."""
    member = f"runs/{run_id}/{name}"
    return member if name not in PASSED_OVER and is_run_file(member) else None


def image_id(member: str) -> str | None:
    """Return the picture a member holds, or None."""
    match = _IMAGE.fullmatch(member)
    return match.group(1) if match else None


def sound_id(member: str) -> str | None:
    """Return the picture whose sound a member holds, or None."""
    match = _SOUND.fullmatch(member)
    return match.group(1) if match else None


def run_file(member: str) -> tuple[str, str] | None:
    """Return (run id, file name) of a run's file, or None."""
    match = _RUN.fullmatch(member)
    if match is None or match.group(2) in PASSED_OVER or not is_run_file(member):
        return None
    return match.group(1), match.group(2)


def is_run_file(member: str) -> bool:
    """Return whether a member is a run's file of a kind that is safe to read back."""
    match = _RUN.fullmatch(member)
    return bool(match and match.group(2) not in LOCAL_FILES and member.endswith(RUN_FILES))


class SavedZip:
    """A saved project's ZIP by the names its members had when it was saved.

    Safari unpacks a download, and Finder and Explorer pack it again with a folder around it, with
    entries for folders and with files of their own: those are passed over here. Raises
    ArchiveRefused unless every other member is one that a saved project has.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        members, most = archive.infolist(), limits().saved_mb * 1_000_000
        if len(members) > most_members() or sum(m.file_size for m in members) > most:
            raise ArchiveRefused(says("project", "zip_too_large"))
        self._archive = archive
        self._members = _by_saved_name(members)
        for name, member in self._members.items():
            _check(name, member)

    @property
    def names(self) -> list[str]:
        """The names of the members."""
        return list(self._members)

    def size(self, name: str) -> int:
        """How many bytes a member unpacks to, as the ZIP says."""
        return self._members[name].file_size

    def reading(self, name: str) -> IO[bytes]:
        """A member's bytes as a stream, for who takes a piece at a time."""
        return self._archive.open(self._members[name])

    def read(self, name: str, most: int = MAX_MEMBER) -> bytes:
        """Return a member's bytes; raises ArchiveRefused where they are more than `most`."""
        with self.reading(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ArchiveRefused(says("project", "zip_too_large"))
        return data


def _by_saved_name(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    named = [(member.filename.replace("\\", "/"), member) for member in members]
    named = [(name, member) for name, member in named if not _left_behind(name)]
    around = min((_around(name) for name, _ in named if _is_project(name)), key=len, default=None)
    if around is None:
        raise ArchiveRefused(says("project", "zip_not_saved"))
    saved = [(name.removeprefix(around), member) for name, member in named]
    if len({name for name, _ in saved}) != len(saved):
        raise ArchiveRefused(says("project", "zip_names_file"))
    return dict(saved)


def _left_behind(name: str) -> bool:
    """Whether a member is a folder, or what a system left in one."""
    parts = name.split("/")
    return name.endswith("/") or any(
        part.lower() in _LITTER or (part.startswith(".") and part.strip(".")) for part in parts
    )


def _is_project(name: str) -> bool:
    return name.rsplit("/", 1)[-1] == PROJECT


def _around(name: str) -> str:
    return name.removesuffix(PROJECT)


def _check(name: str, member: zipfile.ZipInfo) -> None:
    known = name in (PROJECT, ATTRIBUTION) or image_id(name) or sound_id(name) or is_run_file(name)
    mode = member.external_attr >> 16
    plain = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if not known or not plain or stat.S_ISLNK(mode) or member.flag_bits & 0x1:
        raise ArchiveRefused(says("project", "zip_holds_files"))
    packed_hard = member.file_size > max(_SMALL, MAX_RATIO * max(member.compress_size, 1))
    if member.file_size > MAX_MEMBER or packed_hard:
        raise ArchiveRefused(says("project", "zip_too_large"))


_JFIF = b"\xff\xe0\x00\x10JFIF\x00"
_WITH_LENGTH = (0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA)  # frame, tables, restarts, scan
_SCAN = 0xDA
_MARKER_AFTER_PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def is_bare(jpeg: bytes) -> bool:
    """Whether every segment is one that makes the picture, and the picture's end is the end. So is
    every JPEG this app stores; any other was made elsewhere."""
    if jpeg[:2] != b"\xff\xd8":
        return False
    at = 20 if jpeg.startswith(_JFIF, 2) and jpeg[18:20] == b"\0\0" else 2
    while jpeg[at : at + 2] != b"\xff\xd9":
        if jpeg[at : at + 1] != b"\xff" or at + 4 > len(jpeg) or jpeg[at + 1] not in _WITH_LENGTH:
            return False
        is_scan = jpeg[at + 1] == _SCAN
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if is_scan:
            after = _MARKER_AFTER_PIXELS.search(jpeg, at)
            at = after.start() if after else len(jpeg)
    return at + 2 == len(jpeg)


def most_list_bytes() -> int:
    """How long the list of files of a saved project may be, in bytes."""
    return _LISTED * most_members()


def directory_bytes(file: IO[bytes]) -> int:
    """How long the ZIP says its list of files is; 0 for what is no ZIP.

    A list of millions takes minutes and gigabytes to read, whatever is in the files. The size is
    taken from the very place that `zipfile` goes by, so that no ZIP can tell the two differently.
    """
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    size = int(end[zipfile._ECD_SIZE]) if end else 0  # type: ignore[attr-defined]
    file.seek(0)
    return size
