"""The names in a ZIP as people typed them, whichever program packed it.

Only names with a flag are certain to be UTF-8. Finder writes UTF-8 without the flag, and Explorer
the code page of its Windows. So all names together are read in every way there is, and the most
plausible reading is taken; where a second one is nearly as good, the learner is asked.
"""

import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from core.gather.reading.plausible import plausibility

_UTF8_FLAG, _UNICODE_PATH = 0x800, 0x7075
_MOST_BYTES = 10_000  # of names that are weighed; a thousand names say enough
_CLOSE = 1.5  # a second reading less than this much worse is asked about

# Encodings by how rarely people pack with them, as what is taken off their plausibility.
_ENCODINGS = {
    "utf-8": -1.0,
    "cp932": 0.0,
    "cp949": 0.0,
    "cp936": 0.0,
    "cp950": 0.2,
    "cp850": 0.0,
    "cp437": 0.2,
    "cp1252": 0.4,
    "cp866": 0.2,
    "cp1251": 0.3,
    "cp852": 0.3,
    "cp1250": 0.8,
    "cp857": 0.9,
    "cp1254": 1.1,
    "cp737": 0.6,
    "cp1253": 0.7,
    "cp862": 0.6,
    "cp1255": 0.7,
    "cp720": 0.8,
    "cp1256": 0.8,
    "cp874": 0.6,
    "cp1258": 1.2,
    "cp775": 1.2,
    "cp1257": 1.2,
    "mac_roman": 2.0,
}


@dataclass(frozen=True)
class ZipNames:
    """The names of the entries in their order, and how they were read.

    `encoding` is "" where nothing had to be guessed. `others` are further plausible readings:
    (encoding, an example as it is read now, the same as it would be read then).
    """

    paths: list[str]
    encoding: str = ""
    others: tuple[tuple[str, str, str], ...] = ()


def read_names(entries: Sequence[zipfile.ZipInfo], encoding: str = "") -> ZipNames:
    """The names of all entries; `encoding` is the learner's answer where there was a question."""
    certain = [_certain(entry) for entry in entries]
    raw = [raw_name(entry) for entry, name in zip(entries, certain, strict=True) if name is None]
    guessed = sorted({name for name in raw if not name.isascii()})
    if not guessed:
        return ZipNames([_or_plain(e, name) for e, name in zip(entries, certain, strict=True)])
    ranked = _ranked(guessed)
    chosen = encoding if encoding in dict(ranked) else (ranked[0][0] if ranked else "cp437")
    paths = [
        raw_name(entry).decode(chosen, "replace") if name is None else name
        for entry, name in zip(entries, certain, strict=True)
    ]
    return ZipNames(paths, chosen, _others(guessed, ranked, chosen))


def likeliest_encoding(lines: Sequence[bytes]) -> str:
    """The encoding in which these lines are most plausible; UTF-8 where none needs a guess."""
    guessed = sorted({line for line in lines if not line.isascii()})
    ranked = _ranked(guessed) if guessed else []
    return ranked[0][0] if ranked else "utf-8"


def raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a name as they stand in the list of the ZIP; `zipfile` read them as cp437,
    which keeps every byte, or as UTF-8 where there was the flag."""
    flagged = entry.flag_bits & _UTF8_FLAG
    return entry.orig_filename.encode("utf-8" if flagged else "cp437", "surrogatepass")


def _certain(entry: zipfile.ZipInfo) -> str | None:
    """The name where nothing is to guess: flagged, or given again in Unicode."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.orig_filename
    return _unicode_path(entry)


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    """The name that Info-ZIP and 7-Zip write beside the one in the code page of their system."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            if int.from_bytes(body[1:5], "little") != zlib.crc32(raw_name(entry)):
                return None
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _or_plain(entry: zipfile.ZipInfo, name: str | None) -> str:
    return raw_name(entry).decode("ascii") if name is None else name


def _ranked(guessed: list[bytes]) -> list[tuple[str, float]]:
    """Encodings in which every name can be read, the most plausible first; of those that read the
    same, one."""
    weighed = _some(guessed)
    found: dict[tuple[str, ...], tuple[str, float]] = {}
    for encoding, rare in _ENCODINGS.items():
        names = _decoded(weighed, encoding)
        if names is None:
            continue
        score = plausibility(names, encoding) - rare
        if names not in found or found[names][1] < score:
            found[names] = encoding, score
    ranked = sorted(found.values(), key=lambda one: -one[1])
    return [one for one in ranked if _decoded(guessed, one[0]) is not None] or ranked


def _some(guessed: list[bytes]) -> list[bytes]:
    some, size = list[bytes](), 0
    for name in sorted(guessed, key=len):
        size += len(name)
        if some and size > _MOST_BYTES:
            break
        some.append(name)
    return some


def _decoded(names: list[bytes], encoding: str) -> tuple[str, ...] | None:
    try:
        return tuple(unicodedata.normalize("NFC", name.decode(encoding)) for name in names)
    except UnicodeDecodeError:
        return None


def _others(
    guessed: list[bytes], ranked: list[tuple[str, float]], chosen: str
) -> tuple[tuple[str, str, str], ...]:
    good = [encoding for encoding, score in ranked[:4] if ranked[0][1] - score < _CLOSE]
    others = []
    for encoding in good:
        pairs = zip(_folders(guessed, chosen), _folders(guessed, encoding), strict=True)
        if different := next((pair for pair in pairs if pair[0] != pair[1]), None):
            others.append((encoding, *different))
    return tuple(others)


def _folders(guessed: list[bytes], encoding: str) -> list[str]:
    """Where the files lie: what a file itself is called names no class, as a rule."""
    return [name.decode(encoding, "replace").rpartition("/")[0] for name in guessed]
