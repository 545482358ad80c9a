"""The machine's waiting line of jobs, in SQLite: it survives servers, and they share it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SCHEMA = """create table if not exists jobs (
    id integer primary key, folder text unique not null, running integer not null default 0)"""


class JobQueue:
    """First come, first served; a job leaves the line when its end has been noted."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def add(self, folder: Path) -> None:
        """Put the job at the end of the line; a job that is in the line keeps its place."""
        with self.exclusive() as line:
            line.execute("insert or ignore into jobs (folder) values (?)", (str(folder),))

    def waiting(self) -> list[Path]:
        """The jobs nobody has started yet, the next one first."""
        with self.exclusive() as line:
            return [folder for folder, running in jobs_in(line) if not running]

    def everybody(self) -> list[Path]:
        """The running job and the waiting ones, in order."""
        with self.exclusive() as line:
            return [folder for folder, _ in jobs_in(line)]

    def is_empty(self) -> bool:
        """Whether nothing runs and nothing waits."""
        with self.exclusive() as line:
            return not jobs_in(line)

    @contextmanager
    def exclusive(self) -> Iterator[sqlite3.Connection]:
        """The line, held against every other thread and server while the block runs."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=20, isolation_level=None)) as line:
            line.execute("begin immediate")
            line.execute(SCHEMA)
            yield line
            line.execute("commit")


def jobs_in(line: sqlite3.Connection) -> list[tuple[Path, bool]]:
    """Every job of the line as (folder, running), in order."""
    rows = line.execute("select folder, running from jobs order by id").fetchall()
    return [(Path(folder), bool(running)) for folder, running in rows]


def mark_running(line: sqlite3.Connection, folder: Path) -> None:
    """Note that the job has a process now."""
    line.execute("update jobs set running = 1 where folder = ?", (str(folder),))


def remove(line: sqlite3.Connection, folder: Path) -> None:
    """Take the job out of the line."""
    line.execute("delete from jobs where folder = ?", (str(folder),))
