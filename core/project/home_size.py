"""How much a home holds in all, measured beside the answers: counting many files takes a while."""

import os
from collections.abc import Callable
from pathlib import Path

_measured: dict[Path, int] = {}


def measure_home(home: Path, pause: Callable[[], None] = lambda: None) -> int:
    """Count the bytes of a home and remember them; `pause` is called after each workspace."""
    total = 0
    for folder in (home, home / "workspaces"):
        for entry in _entries(folder):
            if entry.name != "workspaces":
                total += _bytes(entry)
                pause()
    _measured[home] = total
    return total


def home_size(home: Path) -> int | None:
    """Return the bytes of a home as they were last measured; None before that."""
    return _measured.get(home)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _bytes(entry: os.DirEntry[str]) -> int:
    """Of a file, or of all files below a folder; nothing of what goes while we count."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return sum(_bytes(one) for one in _entries(Path(entry.path)))
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
