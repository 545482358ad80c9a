"""How much memory processes may take: the machine's, within every limit of a container above us."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

GIB = 2**30
CGROUP = Path("/sys/fs/cgroup")
OWN_GROUPS = Path("/proc/self/cgroup")


class _Names(NamedTuple):
    """How a version of Linux's groups of processes names its figures."""

    limit: str
    used: str
    given_back: str


FIRST = _Names("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
SECOND = _Names("memory.max", "memory.current", "inactive_file")


def free_memory() -> int:
    """Bytes a new process may still take."""
    available = int(psutil.virtual_memory().available)
    rooms = (limit - _in_use(group, names) for group, names, limit in _limited_groups())
    return max(0, min([available, *rooms]))


def total_memory() -> int:
    """Bytes all processes may take together."""
    total = int(psutil.virtual_memory().total)
    return min([total, *(limit for _, _, limit in _limited_groups())])


def _limited_groups() -> Iterator[tuple[Path, _Names, int]]:
    """Our group and those above it that have a limit, with its bytes."""
    for group, names in _own_groups():
        limit = _figure(group / names.limit)
        if limit is not None:
            yield group, names, limit


def _own_groups() -> Iterator[tuple[Path, _Names]]:
    """Our group and all above it, of both versions; a container that sees only its own files has
    them at the top, whatever it is called outside."""
    for root, names, below in _memberships():
        own = Path(below.lstrip("/"))
        yield from ((root / place, names) for place in (own, *own.parents))


def _memberships() -> Iterator[tuple[Path, _Names, str]]:
    """Where groups are mounted, what their figures are called, and which one is ours."""
    try:
        lines = OWN_GROUPS.read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        lines = []
    for line in lines:
        _, kinds, below = line.split(":", 2)
        if not kinds:
            yield CGROUP, SECOND, below
        elif "memory" in kinds.split(","):
            yield CGROUP / "memory", FIRST, below


def _in_use(group: Path, names: _Names) -> int:
    """Bytes in use, without files that were read and are kept in case: they are in nobody's way."""
    return (_figure(group / names.used) or 0) - _given_back(group, names)


def _given_back(group: Path, names: _Names) -> int:
    try:
        rows = (line.split() for line in (group / "memory.stat").read_text().splitlines())
        return next(int(size) for name, size in rows if name == names.given_back)
    except (OSError, ValueError, StopIteration):
        return 0


def _figure(file: Path) -> int | None:
    """A number from a file; None where there is none, or it says "max"."""
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return None
