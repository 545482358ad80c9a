"""Maps of pictures on disk: where each one lies. A map goes with the first of its pictures that
no project has any more."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from core.project.disk import shared_cache, write_whole

KEPT = 200  # maps on disk; 200 kB for 5,000 pictures
_ID_BYTES = 32  # a picture's id is a SHA-256 in hexadecimal digits

Points = NDArray[np.float32]


def map_file(name: str) -> Path:
    """Where the map of a name lies."""
    return _folder() / f"{name}.npz"


def read_map(file: Path) -> Points:
    """The positions (N, 2) of a map's pictures, in the order of their ids. Raises OSError, KeyError
    or ValueError for none, or a damaged one."""
    with np.load(file, allow_pickle=False) as stored:
        xy: Points = stored["xy"]
    return xy


def keep_map(file: Path, ids: Sequence[str], xy: Points) -> None:
    """Keep a map with the ids of its pictures; the oldest ones go."""
    file.parent.mkdir(exist_ok=True)
    buffer = io.BytesIO()
    np.savez(buffer, xy=xy, ids=np.frombuffer(b"".join(map(bytes.fromhex, ids)), np.uint8))
    write_whole(file, buffer.getvalue())
    oldest_first = sorted(file.parent.glob("*.npz"), key=lambda path: path.stat().st_mtime)
    for old in oldest_first[:-KEPT]:
        old.unlink(missing_ok=True)


def forget_maps(gone: Iterable[str]) -> None:
    """Delete every map that shows one of these pictures, and those of before, which do not say
    whom they show."""
    wanted = {bytes.fromhex(one) for one in gone}
    for file in _folder().glob("*.npz"):
        if wanted and not wanted.isdisjoint(_shown(file) or wanted):
            file.unlink(missing_ok=True)


def _shown(file: Path) -> set[bytes]:
    """The ids of a map's pictures; empty where it does not tell."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            ids = stored["ids"].tobytes()
    except (KeyError, ValueError, BadZipFile):
        return set()
    return {ids[start : start + _ID_BYTES] for start in range(0, len(ids), _ID_BYTES)}


def _folder() -> Path:
    return shared_cache() / "maps"
