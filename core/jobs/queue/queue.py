"""The machine's waiting line of jobs, in SQLite: it survives every process, and they share it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from core.content import lesson_text, says
from core.jobs.queue.protocol import CannotQueue, Resources
from core.project.connections import Connections, KeptConnection
from core.project.limits import limits
from core.words import count_of

MOST_WAITING = 3
LOOK_BACK = 10
SCHEMA = (
    """create table if not exists line (
    id integer primary key autoincrement, folder text unique not null, workspace text not null,
    memory integer not null, work real not null, added real not null,
    running integer not null default 0, started real, restarts integer not null default 0,
    kept integer not null default 0)""",
    """create table if not exists turn (
    workspace text not null, ended real not null, seconds real not null, work real not null)""",
    "create table if not exists clock (ahead real not null, latest real not null)",
)
COLUMNS = "id, folder, workspace, memory, work, added, running, started, restarts, kept"


@dataclass(frozen=True)
class Job:
    """One job of the line; `restarts` counts those since `kept` last grew."""

    id: int
    folder: Path
    workspace: str
    need: Resources
    added: float
    running: bool
    started: float
    restarts: int
    kept: int


class JobQueue:
    """Holds the jobs until their end has been noted, and remembers how long each one took."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def add(self, folder: Path, need: Resources) -> None:
        """Put the job in the queue; one that is there keeps its place. Raises CannotQueue when the
        workspace has as many waiting jobs as it may have."""
        workspace = workspace_of(folder)
        with self.exclusive() as line:
            jobs = jobs_in(line)
            if any(job.folder == folder for job in jobs):
                return
            _ensure_room(jobs, workspace)
            line.execute(
                "insert into line (folder, workspace, memory, work, added) values (?, ?, ?, ?, ?)",
                (str(folder), workspace, need.memory, need.work, _tick(line)),
            )

    def jobs(self) -> list[Job]:
        """Every job of the line, first come first."""
        with _CONNECTIONS.borrowed(self.file) as line:
            return jobs_in(line)

    def find(self, folder: Path) -> Job | None:
        """The job of a folder, None when it is not in the queue."""
        return next((job for job in self.jobs() if job.folder == folder), None)

    def now(self) -> float:
        """Seconds on the line's own clock, by which its times are noted: it never jumps, whatever
        the machine's is set to, and stands still while the machine is off."""
        with _CONNECTIONS.borrowed(self.file) as line:
            ahead, latest = _clock(line)
        return max(time.monotonic() + ahead, latest)

    def used_since(self, moment: float) -> dict[str, float]:
        """The seconds that each workspace has had the machine since then, by ended jobs."""
        with _CONNECTIONS.borrowed(self.file) as line:
            rows = line.execute(
                "select workspace, sum(min(seconds, ended - ?)) from turn where ended > ? "
                "group by workspace",
                (moment, moment),
            ).fetchall()
        return {str(workspace): float(seconds) for workspace, seconds in rows}

    def pace(self) -> float | None:
        """Seconds that one unit of work took in the latest jobs; None before there was one."""
        with _CONNECTIONS.borrowed(self.file) as line:
            rows = line.execute(
                "select seconds / work from turn order by ended desc limit ?", (LOOK_BACK,)
            ).fetchall()
        return float(median(row[0] for row in rows)) if rows else None

    @contextmanager
    def exclusive(self) -> Iterator[sqlite3.Connection]:
        """The line, held against every other thread and process while the block runs."""
        with _CONNECTIONS.borrowed(self.file) as line:
            line.execute("begin immediate")
            yield line
            line.execute("commit")


def _connect(file: Path) -> KeptConnection:
    """Return a connection to the line; makes it where there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    line = sqlite3.connect(
        file, timeout=20, isolation_level=None, factory=KeptConnection, check_same_thread=False
    )
    for table in SCHEMA:
        line.execute(table)
    return line


_CONNECTIONS = Connections(_connect)


def jobs_in(line: sqlite3.Connection) -> list[Job]:
    """Every job of the line, first come first."""
    return [_job(row) for row in line.execute(f"select {COLUMNS} from line order by id")]


def mark_running(line: sqlite3.Connection, job: Job) -> None:
    """Note that the job has the machine from now on."""
    line.execute("update line set running = 1, started = ? where id = ?", (_tick(line), job.id))


def mark_restarted(line: sqlite3.Connection, job: Job, restarts: int, kept: int) -> None:
    """Note that the job was started again."""
    line.execute("update line set restarts = ?, kept = ? where id = ?", (restarts, kept, job.id))


def remove(line: sqlite3.Connection, job: Job) -> None:
    """Take the job out of the queue; the time it had the machine counts for its workspace."""
    now = _tick(line)
    found = line.execute("delete from line where id = ?", (job.id,))
    if found.rowcount and job.running:
        line.execute(
            "insert into turn values (?, ?, ?, ?)",
            (job.workspace, now, max(0.0, now - job.started), max(1e-6, job.need.work)),
        )
        line.execute("delete from turn where ended < ?", (now - 24 * 3600,))


def _tick(line: sqlite3.Connection) -> float:
    """What the line's clock says, noted as the latest that anybody read. time.monotonic() is the
    same for all processes of a machine, and begins again with it: the clock then goes on from the
    latest moment."""
    ahead, latest = _clock(line)
    now = time.monotonic() + ahead
    if now < latest:
        now, ahead = latest, latest - time.monotonic()
    line.execute("delete from clock")
    line.execute("insert into clock values (?, ?)", (ahead, now))
    return now


def _clock(line: sqlite3.Connection) -> tuple[float, float]:
    """How far the line's clock is ahead of time.monotonic(), and the latest moment noted; a line
    without one begins with the machine's time, as its rows of before did."""
    noted: tuple[float, float] | None = line.execute("select ahead, latest from clock").fetchone()
    return noted or (time.time() - time.monotonic(), 0.0)


def workspace_of(folder: Path) -> str:
    """Whose job it is: `…/workspaces/ID/…`; another folder is a workspace of its own."""
    parts = folder.parts
    if "workspaces" in parts[:-1]:
        return parts[parts.index("workspaces") + 1]
    return str(folder)


def _ensure_room(jobs: list[Job], workspace: str) -> None:
    """The first one of an idle machine is as good as running."""
    if sum(not job.running for job in jobs) >= limits().jobs:
        waiting = count_of(limits().jobs, "training")
        raise CannotQueue(lesson_text("host")["line_full"].format(jobs=waiting))
    may_wait = MOST_WAITING if any(job.running for job in jobs) else MOST_WAITING + 1
    if sum(job.workspace == workspace and not job.running for job in jobs) >= may_wait:
        raise CannotQueue(says("jobs", "own_line_full", waiting=MOST_WAITING))


def _job(row: tuple[int, str, str, int, float, float, int, float | None, int, int]) -> Job:
    number, folder, workspace, memory, work, added, running, started, restarts, kept = row
    return Job(
        id=number,
        folder=Path(folder),
        workspace=workspace,
        need=Resources(memory, work),
        added=added,
        running=bool(running),
        started=started or added,
        restarts=restarts,
        kept=kept,
    )
