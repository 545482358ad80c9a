"""What is measured during an attack: memory, moments in which nobody got a turn, look-ups, keys."""

import io
import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from core.project.archive.tables_out import read_rows
from core.project.project import Project

TICK_S = 0.002


@contextmanager
def memory(process: int | None = None) -> Iterator[list[float]]:
    """The growth of a process's memory at its peak, in bytes; of this one, if none is named."""
    watched, grown, done = psutil.Process(process), [0.0], threading.Event()
    before = watched.memory_info().rss

    def look() -> None:
        while not done.wait(TICK_S):
            grown[0] = max(grown[0], watched.memory_info().rss - before)

    with beside(look, done):
        yield grown


@contextmanager
def frozen() -> Iterator[list[float]]:
    """The longest time in seconds that another thread of this process waited for its turn."""
    longest, done = [0.0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            began = time.perf_counter()
            time.sleep(TICK_S)
            longest[0] = max(longest[0], time.perf_counter() - began - TICK_S)

    with beside(tick, done):
        yield longest


@contextmanager
def beside(work: Callable[[], None], done: threading.Event) -> Iterator[None]:
    """Run `work` beside the block; it ends once `done` is set."""
    running = threading.Thread(target=work, daemon=True)
    running.start()
    try:
        yield
    finally:
        done.set()
        running.join()


@contextmanager
def health(port: int) -> Iterator[list[float]]:
    """The longest time in seconds in which a server did not answer /health, asked all the while by
    a process of its own: the attacker's threads do not slow it down."""
    command = [sys.executable, "-m", "bench.attack.ticker", str(port)]
    asking = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    asking.stdout.readline()  # it has begun
    longest = [0.0]
    try:
        yield longest
    finally:
        said, _ = asking.communicate("\n", timeout=120)
        longest[0] = float(said)


def watch_requests() -> list[str]:
    """A list that grows with every look-up and connection that leads out of this machine."""
    found: list[str] = []

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo" and str(arguments[0]) not in ("localhost", "127.0.0.1"):
            found.append(str(arguments[0]))
        place = arguments[1] if event == "socket.connect" else None
        if isinstance(place, tuple) and not str(place[0]).startswith(("127.", "::1", "localhost")):
            found.append(str(place[0]))

    sys.addaudithook(heard)
    return found


def key_leaks(home: Path, key: str, saved: bytes) -> int:
    """In how many files of the home (names and logs included), members of a saved ZIP and command
    lines of this machine the key stands."""
    wanted = key.encode()
    files = [path for path in home.rglob("*") if path.is_file()]
    held = sum(key in str(path) or wanted in path.read_bytes() for path in files)
    lines = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    told = sum(any(key in word for word in line) for line in lines)
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        return held + told + sum(wanted in archive.read(name) for name in archive.namelist())


def content(project: Project) -> tuple[str, int]:
    """What a project holds: its rows, but for the visits of pages, and its pictures."""
    with project.reading() as connection:
        rows = read_rows(connection)
    rows["tables"].pop("setting")
    pictures = [project.dataset.image_path(image.id) for image in project.dataset.images()]
    return json.dumps(rows), sum(path.stat().st_size for path in pictures)


def is_whole(project: Project) -> bool:
    """Whether every picture that a row names is there, and SQLite finds nothing wrong."""
    with project.reading() as connection:
        [fine] = connection.execute("PRAGMA integrity_check").fetchone()
    images = project.dataset.images()
    return fine == "ok" and all(project.dataset.image_path(one.id).exists() for one in images)


def size_of(folder: Path) -> int:
    """Bytes in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
