"""ZIPs as Explorer, Finder and others pack them: with names in any encoding and without a flag."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable


class _Raw(zipfile.ZipInfo):
    """An entry whose name is written as the bytes it was given."""

    __slots__ = ("raw",)

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, 0


def packed_in(
    encoding: str, names: Iterable[str], data: bytes = b"x", *, unicode_too: bool = False
) -> bytes:
    """A ZIP with a file under each name, in `encoding` and without a flag; with `unicode_too` the
    name stands beside it in UTF-8, as Info-ZIP writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, name in enumerate(names):
            entry = _Raw(str(number))
            entry.raw = name.encode(encoding, "replace")
            if unicode_too:
                entry.extra = unicode_path(entry.raw, name)
            archive.writestr(entry, data)
    return buffer.getvalue()


def unicode_path(raw: bytes, name: str) -> bytes:
    """The extra field 0x7075 for a name."""
    body = struct.pack("<BI", 1, zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


def names_in(data: bytes) -> list[zipfile.ZipInfo]:
    """The entries of a ZIP."""
    return zipfile.ZipFile(io.BytesIO(data)).infolist()
