"""Measures what a process and all it started hold in memory, and can hold them to a limit."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MIB = 2**20
EVERY_S = 0.2


@dataclass
class Meter:
    """Looks at a server five times a second; sizes are bytes, a page shared by two counts once."""

    pid: int
    web: int = 0
    together: int = 0
    worker: int = 0
    resident: int = 0
    stations: dict[str, list[int]] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> tuple[int, int]:
        """Note what the web process and its workers hold now; returns both in bytes."""
        web = held_by(psutil.Process(self.pid))
        workers = [held_by(child) for child in _started_by(self.pid)]
        worker = sum(size for size, _ in workers)
        self.web, self.worker = max(self.web, web[0]), max(self.worker, worker)
        self.together = max(self.together, web[0] + worker)
        self.resident = max(self.resident, web[1] + sum(size for _, size in workers))
        return web[0], worker

    def station(self, name: str) -> None:
        """Note what both hold now under a name, in MB."""
        self.stations[name] = [round(size / MIB) for size in self.look()]

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look again and again while the block runs."""
        thread = threading.Thread(target=self._keep_looking, daemon=True)
        thread.start()
        yield
        self._over.set()
        thread.join()

    def _keep_looking(self) -> None:
        while not self._over.wait(EVERY_S):
            with suppress(psutil.NoSuchProcess):
                self.look()


def held_by(process: psutil.Process) -> tuple[int, int]:
    """The proportional and the resident set of a process (bytes); nothing of one that is gone."""
    try:
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", memory.rss)), int(memory.rss)
    except psutil.Error:
        return 0, 0


def _started_by(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


@contextmanager
def limited(mb: int) -> Iterator[Path | None]:
    """A group of processes that may hold so many MB together, files they read included, below
    our own group; None where this machine lets nobody make one (it takes Linux and root)."""
    group = _own_group()
    made = group / f"drivetrain-{os.getpid()}" if group else None
    try:
        if made is None:
            raise OSError("no groups here")
        made.mkdir()
        name = "memory.limit_in_bytes" if _is_first(made) else "memory.max"
        (made / name).write_text(str(mb * MIB))
    except OSError:
        made = None
    try:
        yield made
    finally:
        if made:
            with suppress(OSError):
                made.rmdir()


def peak_of(group: Path) -> int:
    """The most a group has held (bytes)."""
    name = "memory.max_usage_in_bytes" if _is_first(group) else "memory.peak"
    return int((group / name).read_text())


def killed_in(group: Path) -> int:
    """How many processes of a group were killed because it was full."""
    file = group / ("memory.oom_control" if _is_first(group) else "memory.events")
    counts = dict(line.split() for line in file.read_text().splitlines())
    return int(counts.get("oom_kill", 0))


def _is_first(group: Path) -> bool:
    """Whether a group is one of the first version of Linux's groups."""
    return (group / "memory.limit_in_bytes").exists()


def _own_group() -> Path | None:
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        _, kinds, below = line.split(":", 2)
        if "memory" in kinds.split(","):
            return Path("/sys/fs/cgroup/memory" + below)
        if not kinds and Path("/sys/fs/cgroup/cgroup.controllers").exists():
            return Path("/sys/fs/cgroup" + below)
    return None
