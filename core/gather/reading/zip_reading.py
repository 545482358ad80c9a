"""The files in a ZIP, read as a stream: nothing is ever extracted to disk.

An archive can lie about its sizes, hide links, climb out of its folder or unfold into terabytes;
so the whole directory is judged before the first byte is unpacked, and each entry again.
"""

import io
import stat
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.content import says
from core.gather.arrivals import check_size
from core.gather.meaning.entries import START, Entry
from core.gather.meaning.litter import is_litter
from core.gather.meaning.reading import is_saved_project
from core.gather.reading.refusal import Refused
from core.gather.reading.zip_names import ZipNames, read_names
from core.project.archive.members import PROJECT, directory_bytes
from core.project.limits import limits
from core.words import file_size

MAX_RATIO = 100
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
MAX_LIST_BYTES = 4_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_ROOM_FOR_LITTER = 4  # Finder adds a file of its own to each


@dataclass(frozen=True)
class Unpacked:
    """The files of a ZIP, litter included, and how their names were read."""

    entries: list[Entry]
    names: ZipNames


def zip_entries(source: Path | bytes, encoding: str = "") -> Unpacked:
    """The files in a ZIP; `encoding` is that of its names where the learner was asked.

    Raises Refused when the archive as a whole cannot be used; single bad entries have a reason.
    """
    archive = _opened(source)
    infos = archive.infolist()
    _check_count(infos)
    names = read_names(infos, encoding)
    files = [
        (info, path)
        for info, path in zip(infos, names.paths, strict=True)
        if not path.endswith(("/", "\\"))
    ]
    entries = [_entry(archive, info, path) for info, path in files]
    if not is_saved_project(entries):
        _check_archive([info for info, path in files if not is_litter(path)])
    return Unpacked(entries, names)


def is_zip(name: str, start: bytes) -> bool:
    """Whether a file is treated as an archive: by its name, or by how it begins."""
    return name.lower().endswith((".zip", ".tm")) or start.startswith(b"PK\x03\x04")


def _opened(source: Path | bytes) -> zipfile.ZipFile:
    """The archive, once its list of files is known to be of a size that is read in no time."""
    try:
        file = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        size = directory_bytes(file)
        if size > MAX_LIST_BYTES:
            raise Refused(says("refused", "zip_long_list", most=limits().zip_files))
        return zipfile.ZipFile(file)
    except Refused:
        raise
    except Exception as error:  # a damaged directory raises many things
        raise Refused(says("refused", "zip_damaged")) from error


def _check_count(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuses a list that is too long to be looked through, with room for litter and folders."""
    most = limits().zip_files
    is_project = any(info.filename.endswith(PROJECT) for info in infos)
    if len(infos) > _ROOM_FOR_LITTER * most and not is_project:
        raise Refused(says("refused", "zip_files", files=len(infos), most=most))


def _check_archive(entries: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if not entries:
        raise Refused(says("refused", "zip_empty"))
    if len(entries) > (most := limits()).zip_files:
        raise Refused(says("refused", "zip_files", files=len(entries), most=most.zip_files))
    if unpacked > most.zip_bytes:
        raise Refused(says("refused", "zip_too_large", most=file_size(most.zip_bytes)))
    if unpacked > MAX_RATIO * max(packed, 1):
        raise Refused(says("refused", "zip_unfolds"))


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> Entry:
    try:
        _check_entry(info, path)
        reason = ""
    except Refused as refusal:
        reason = str(refusal)
    size = info.file_size
    begins = _reader(archive, info, START)
    return Entry(path, size, _reader(archive, info, size + 1), info.CRC, reason, begins)


def _check_entry(info: zipfile.ZipInfo, path: str) -> None:
    parts = path.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or (":" in parts[0] and len(parts[0]) == 2):
        raise Refused(says("refused", "leads_out"))
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refused(says("refused", "link"))
    if info.flag_bits & _ENCRYPTED:
        raise Refused(says("refused", "password"))
    if path.lower().endswith(_NESTED):
        raise Refused(says("refused", "zip_in_zip"))
    if info.compress_type not in _METHODS:
        raise Refused(says("refused", "packing"))
    check_size(info.file_size)


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(entry) as file:
                return file.read(most)
        except Exception as error:  # a wrong checksum, a lie about a size, a broken stream
            raise Refused(says("refused", "damaged_inside")) from error

    return read
