"""How much memory the machine has, and how much of it is free, within a container's limit."""

from pathlib import Path

import psutil

CGROUP = Path("/sys/fs/cgroup")
GIB = 2**30


def free_memory() -> int:
    """Bytes a new process may still take."""
    available = int(psutil.virtual_memory().available)
    limit, used = _read("memory.max"), _read("memory.current")
    if limit is None or used is None:
        return available
    return min(available, max(0, limit - used + _given_back_when_asked()))


def total_memory() -> int:
    """Bytes all processes may take together."""
    total = int(psutil.virtual_memory().total)
    limit = _read("memory.max")
    return total if limit is None else min(total, limit)


def _given_back_when_asked() -> int:
    """Bytes of files that were read and are kept in case: used, but in nobody's way."""
    try:
        rows = (line.split() for line in (CGROUP / "memory.stat").read_text().splitlines())
        return next(int(size) for name, size in rows if name == "inactive_file")
    except (OSError, ValueError, StopIteration):
        return 0


def _read(name: str) -> int | None:
    """A figure of the container (cgroup v2), None where it sets no limit."""
    try:
        return int((CGROUP / name).read_text())
    except (OSError, ValueError):
        return None
