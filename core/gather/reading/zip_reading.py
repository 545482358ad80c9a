"""A ZIP of class folders, read as a stream: nothing is ever extracted to disk.

An archive can lie about its sizes, hide links, climb out of its folder or unfold into terabytes;
so the whole directory is judged before the first byte is unpacked, and each entry again.
"""

import io
import stat
import zipfile
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import PurePath

from core.gather.arrivals import (
    Arrivals,
    Incoming,
    TurnedAway,
    check_size,
    folder_class,
    folder_name,
    folder_side,
    from_files,
    is_litter,
    shown_name,
)
from core.gather.reading.refusal import Refused
from core.project.archive.members import directory_bytes
from core.project.limits import limits
from core.words import file_size

MAX_RATIO = 100
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
MAX_LIST_BYTES = 2_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def from_zip(name: str, data: bytes, label: str = "") -> Arrivals:
    """The pictures in the ZIP `data`: each one's class is its folder's name.

    Files at the top go into `label`, or into a class called like the archive. Raises Refused
    when the archive as a whole cannot be used; single bad entries are turned away with a reason.
    """
    archive = _opened(data)
    entries = [entry for entry in archive.infolist() if not _passed_over(entry)]
    _check_archive(entries)
    fallback = label or PurePath(name).stem
    return Arrivals(len(entries), (_arrival(archive, entry, fallback) for entry in entries))


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, once its list of files is known to be of a size that is read in no time."""
    try:
        if directory_bytes(io.BytesIO(data)) > MAX_LIST_BYTES:
            raise Refused(f"The ZIP lists too many files. Bring at most {limits().zip_files:,}.")
        return zipfile.ZipFile(io.BytesIO(data))
    except Refused:
        raise
    except Exception as error:  # a damaged directory raises many things
        raise Refused("The ZIP is damaged or cut off. Pack it again.") from error


def _passed_over(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith(("/", "\\")) or is_litter(entry.filename)


def _check_archive(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if not entries:
        raise Refused("The ZIP is empty. Put a folder for each class into it.")
    if len(entries) > (most := limits()).zip_files:
        raise Refused(f"The ZIP holds {len(entries):,} files. Bring at most {most.zip_files:,}.")
    if unpacked > most.zip_bytes:
        raise Refused(f"The ZIP unpacks to more than {file_size(most.zip_bytes)}. Split it up.")
    if unpacked > MAX_RATIO * max(packed, 1):
        raise Refused("The ZIP unpacks to over a hundred times its size: no photos do that.")


def _arrival(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, fallback: str
) -> Incoming | TurnedAway:
    name = shown_name(entry.filename)
    try:
        _check_entry(entry)
        label = folder_class(entry.filename, fallback)
    except Refused as refusal:
        return TurnedAway(name, str(refusal))
    side = folder_side(entry.filename)
    folder = folder_name(entry.filename)
    return Incoming(name, label, "zip", _reader(archive, entry), side, folder=folder)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise Refused("Its path leads out of the archive. Pack the folders again.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("It is a link, not a file. Pack the file itself.")
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("It is locked with a password. Pack it without one.")
    if entry.filename.lower().endswith(_NESTED):
        raise Refused("It is an archive inside the archive. Unpack it first.")
    if entry.compress_type not in _METHODS:
        raise Refused("It is packed in an unusual way. Pack it as a plain ZIP.")
    check_size(entry.file_size)


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(entry) as file:
                return file.read(entry.file_size + 1)
        except Exception as error:  # a wrong checksum, a lie about a size, a broken stream
            raise Refused("It is damaged inside the ZIP. Pack it again.") from error

    return read


def is_zip(name: str, data: bytes) -> bool:
    """Whether a file is treated as an archive: by its name, or by how it begins."""
    return name.lower().endswith(".zip") or data.startswith(b"PK\x03\x04")


def from_files_and_zips(files: Sequence[tuple[str, bytes]], label: str = "") -> Arrivals:
    """Photos go into the class `label`; each ZIP brings the classes of its own folders.

    An unusable ZIP is turned away with its reason. Raises Refused when there are photos but no
    usable `label`.
    """
    photos = [(name, data) for name, data in files if not is_zip(name, data)]
    parts = [_zip_or_reason(name, data, label) for name, data in files if is_zip(name, data)]
    if photos:
        parts.append(from_files(photos, label))
    return Arrivals(
        sum(part.total for part in parts), chain.from_iterable(part.files for part in parts)
    )


def _zip_or_reason(name: str, data: bytes, label: str) -> Arrivals:
    try:
        return from_zip(name, data, label)
    except Refused as refusal:
        return Arrivals(1, [TurnedAway(shown_name(name), str(refusal))])
