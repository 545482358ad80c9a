"""ZIPs that mean harm: bytes by what is wrong with them."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.core.gather.hostile_pictures import JPEG, SMALL

Write = Callable[[zipfile.ZipFile], object]


def packed(write: Write, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bytes of a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        write(archive)
    return buffer.getvalue()


def of(**files: bytes) -> bytes:
    """A ZIP of files in the folder `a`."""
    return packed(lambda z: [z.writestr(f"a/{name}.jpg", data) for name, data in files.items()])


def named(*names: str) -> bytes:
    """A ZIP with a picture under each name."""
    return packed(lambda z: [z.writestr(name, JPEG) for name in names])


def special(name: str, mode: int, data: bytes = b"/etc/passwd") -> bytes:
    """A ZIP with an entry that claims to be something else than a file."""
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (mode | 0o777) << 16
    return packed(lambda z: z.writestr(entry, data))


def patched(data: bytes, signature: bytes, offset: int, form: str, *values: int) -> bytes:
    """Every header with `signature` changed at `offset`."""
    result, at = bytearray(data), data.find(signature)
    while at >= 0:
        struct.pack_into(form, result, at + offset, *values)
        at = data.find(signature, at + 4)
    return bytes(result)


LOCAL, LISTED, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def overlapping() -> bytes:
    """A hundred listed entries that all share the same bytes."""
    plain = of(one=SMALL["BMP"])
    start = plain.index(LISTED)
    entry = plain[start : plain.index(END)]
    end = struct.pack("<4s4H2IH", END, 0, 0, 100, 100, len(entry) * 100, start, 0)
    return plain[:start] + entry * 100 + end


def zip64(size: int) -> bytes:
    """A ZIP whose list claims sizes by the large format."""
    entry = zipfile.ZipInfo("a/1.jpg")
    plain = packed(lambda z: z.writestr(entry, JPEG), zipfile.ZIP_STORED)
    at = plain.index(LISTED)
    extra = struct.pack("<HHQQ", 1, 16, size, size)
    listed = bytearray(plain[at : plain.index(END)])
    struct.pack_into("<2I", listed, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", listed, 30, len(extra))
    listed += extra
    end = struct.pack("<4s4H2IH", END, 0, 0, 1, 1, len(listed), at, 0)
    return plain[:at] + bytes(listed) + end


def long_list(entries: int) -> bytes:
    """A ZIP that lists an empty name again and again."""
    entry = LISTED + bytes(42)
    end = struct.pack("<4s4H2IH", END, 0, 0, 65535, 65535, 46 * entries, 0, 0)
    return entry * entries + end


def zips() -> Iterator[tuple[str, bytes]]:
    """All of them."""
    good = of(one=JPEG, two=SMALL["PNG"])
    for share in (0.1, 0.5, 0.9, 0.97):
        yield f"cut at {share}", good[: int(len(good) * share)]
    yield "no ZIP", b"PK\x03\x04 and nothing else"
    yield "only an end", END + bytes(18)
    yield "empty", packed(lambda z: None)
    yield "only folders", named("a/", "b/")
    yield "only litter", named("a/.DS_Store", "__MACOSX/._a")
    yield "behind a script", b"#!/bin/sh\nexec rm -rf /\n" + good
    yield "with a tail", good + bytes(70_000)
    for name in ("../evil.jpg", "a/../../evil.jpg", "/etc/evil.jpg", "\\\\host\\a\\b.jpg"):
        yield f"path {name}", named(name, "a/good.jpg")
    yield "path with a drive", named("C:/a/evil.jpg", "C:evil/b.jpg")
    yield "the same name twice", packed(lambda z: [z.writestr("a/1.jpg", JPEG) for _ in "12"])
    yield "a name of 60,000 letters", named("a/" + "x" * 60_000 + ".jpg")
    yield "a folder of 60,000 letters", named("y" * 60_000 + "/1.jpg")
    yield "a deep path", named("d/" * 20_000 + "1.jpg")
    yield "a name with a zero", patched(named("a/b!.jpg"), b"a/b", 3, "<B", 0)
    yield "a link", special("a/link.jpg", stat.S_IFLNK)
    yield "a link to a folder", special("a", stat.S_IFLNK, b"/")
    yield "a device", special("a/dev.jpg", stat.S_IFCHR)
    yield "a pipe", special("a/pipe.jpg", stat.S_IFIFO)
    for ending in ("zip", "ZIP", "tar", "gz", "7z", "rar"):
        yield f"a {ending} inside", packed(lambda z, e=ending: z.writestr(f"a/in.{e}", good))  # type: ignore[misc]
    yield "a ZIP inside under another name", packed(lambda z: z.writestr("a/1.jpg", good))
    yield "a bomb", packed(lambda z: z.writestr("a/1.bmp", bytes(40_000_000)))
    mixed = [("a/1.bmp", bytes(45_000_000)), ("a/2.jpg", os.urandom(600_000))]
    yield "a bomb among photos", packed(lambda z: [z.writestr(n, d) for n, d in mixed])
    yield "a file over the limit", packed(lambda z: z.writestr("a/1.bmp", bytes(51_000_000)), 0)
    yield "overlapping entries", overlapping()
    yield "2,001 files", named(*(f"a/{n}.jpg" for n in range(2_001)))
    yield "a list of a million", long_list(1_000_000)
    yield "a list of 40,000", long_list(40_000)
    for size in (10**9, 2**40, 2**63 - 1):
        yield f"large format claiming {size}", zip64(size)
    yield "locked", patched(patched(good, LOCAL, 6, "<H", 1), LISTED, 8, "<H", 1)
    yield "strongly locked", patched(patched(good, LOCAL, 6, "<H", 65), LISTED, 8, "<H", 65)
    yield "patch data", patched(patched(good, LOCAL, 6, "<H", 32), LISTED, 8, "<H", 32)
    for method in (1, 6, 9, 12, 14, 93, 97, 99, 65535):
        yield (
            f"method {method}",
            patched(patched(good, LOCAL, 8, "<H", method), LISTED, 10, "<H", method),
        )
    yield "a wrong checksum", patched(patched(good, LOCAL, 14, "<I", 7), LISTED, 16, "<I", 7)
    yield "sizes too small", patched(good, LISTED, 24, "<I", 10)
    yield "sizes too large", patched(good, LISTED, 24, "<I", 10_000)
    yield "packed sizes too large", patched(good, LISTED, 20, "<I", 10_000_000)
    yield "places outside", patched(good, LISTED, 42, "<I", 2**31)
    yield "names that differ", good.replace(b"a/one.jpg", b"a/eno.jpg", 1)
    yield "many disks", patched(good, END, 4, "<2H", 7, 7)
    yield "more entries than there are", patched(good, END, 8, "<2H", 60_000, 60_000)
    yield "a list that begins elsewhere", patched(good, END, 16, "<I", 2**31)
    yield "a list of no size", patched(good, END, 12, "<I", 0)
    yield "damaged inside", good[:60] + b"\0\xff" * 20 + good[100:]
