"""What may be inside a project's ZIP: known names, sane sizes, and nothing else."""

from __future__ import annotations

import re
import stat
import zipfile

MAX_MEMBERS = 50_000
MAX_TOTAL = 4 * 1024**3
MAX_MEMBER = 300 * 1024**2
MAX_RATIO = 100
_SMALL = 1024**2  # below this a high ratio harms nobody

MAX_LIST_BYTES = 12_000_000

PROJECT = "project.json"
ATTRIBUTION = "ATTRIBUTION.md"  # for people; it is written anew at the next save, never read
# Everything a run can be read from. Pickles (export.pkl, *.pth) stay out: opening one runs code.
RUN_FILES = (".json", ".jsonl", ".npz", ".onnx", ".safetensors", ".txt", ".csv")
# What a worker on this machine was told and who it is: no other machine may act on it.
LOCAL_FILES = ("worker.json", "spec.json")
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
    return member if is_run_file(member) else None


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
    return (match.group(1), match.group(2)) if match and is_run_file(member) else None


def is_run_file(member: str) -> bool:
    """Return whether a member is a run's file of a kind that is safe to read back."""
    match = _RUN.fullmatch(member)
    return bool(match and match.group(2) not in LOCAL_FILES and member.endswith(RUN_FILES))


def check_members(archive: zipfile.ZipFile) -> None:
    """Raise ArchiveRefused unless every member is one that a saved project has."""
    members = archive.infolist()
    names = [member.filename for member in members]
    if PROJECT not in names:
        raise ArchiveRefused("This ZIP is not a saved project. Choose one made by Save project.")
    if len(set(names)) != len(names):
        raise ArchiveRefused("This ZIP names a file twice, which no saved project does.")
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_TOTAL:
        raise ArchiveRefused("This ZIP is too large to be opened here.")
    for member in members:
        _check(member)


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member's bytes, never more than it declares and never more than allowed."""
    with archive.open(name) as file:
        data = file.read(MAX_MEMBER + 1)
    if len(data) > MAX_MEMBER:
        raise ArchiveRefused("This ZIP is too large to be opened here.")
    return data


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename
    known = name in (PROJECT, ATTRIBUTION) or image_id(name) or sound_id(name) or is_run_file(name)
    mode = member.external_attr >> 16
    if not known or stat.S_ISLNK(mode) or member.flag_bits & 0x1:
        raise ArchiveRefused("This ZIP holds files that no saved project has; it was not opened.")
    packed_hard = member.file_size > max(_SMALL, MAX_RATIO * max(member.compress_size, 1))
    if member.file_size > MAX_MEMBER or packed_hard:
        raise ArchiveRefused("This ZIP is too large to be opened here.")
