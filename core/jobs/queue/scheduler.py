"""The queue as everybody sees it: whose turn it is, who must wait for what, and for how long."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.content import says
from core.jobs.queue import queue
from core.jobs.queue.events import first_event, how_it_ended, last_event
from core.jobs.queue.memory import free_memory, total_memory
from core.jobs.queue.protocol import CannotQueue, JobStatus, QueuePosition, Resources
from core.jobs.queue.queue import Job, JobQueue
from core.jobs.ray.places import places_noted
from core.words import memory_size

LATELY_S = 600.0
UNKNOWN_S = 60.0


def since(jobs: Sequence[Job], now: float) -> float:
    """From when on device-seconds count: ten minutes ago, or when the first waiting job came. The
    latter, or a long wait would make the others forget who had the machine meanwhile."""
    return min([now - LATELY_S, *(job.added for job in jobs if not job.running)])


def in_turn(
    jobs: Sequence[Job],
    used: Mapping[str, float],
    now: float,
    expected: Callable[[Job], float | None] = lambda job: None,
) -> list[Job]:
    """The waiting jobs in the order in which they will start, should nobody else come. `used` are
    the seconds of ended jobs by workspace since `since`; running ones are added here."""
    had = dict(used)
    for job in jobs:
        if job.running:
            _add(had, job, now - max(job.started, since(jobs, now)))
    waiting, order = [job for job in jobs if not job.running], []
    while waiting:
        job = min(waiting, key=lambda one: (had.get(one.workspace, 0.0), one.id))
        waiting.remove(job)
        order.append(job)
        _add(had, job, expected(job) or UNKNOWN_S)
    return order


def waits(
    order: Sequence[Job],
    left: Sequence[float | None],
    expected: Callable[[Job], float | None],
    at_once: int,
) -> list[float | None]:
    """How many seconds each job of `order` waits; None from where on nobody can know. `left` are
    the seconds that the running jobs still take."""
    free_at: list[float | None] = [*left, *([0.0] * (at_once - len(left)))]
    found: list[float | None] = []
    for job in order:
        if None in free_at:
            return found + [None] * (len(order) - len(found))
        start = min(moment for moment in free_at if moment is not None)
        takes = expected(job)
        free_at.remove(start)
        free_at.append(None if takes is None else start + takes)
        found.append(start)
    return found


def _add(had: dict[str, float], job: Job, seconds: float) -> None:
    had[job.workspace] = had.get(job.workspace, 0.0) + max(0.0, seconds)


FILE = "jobs.sqlite"
AT_ONCE = "DRIVETRAIN_JOBS_AT_ONCE"
SURE_AFTER = 0.03
Note = Callable[[Path, JobStatus], None]


def jobs_at_once() -> int:
    """How many jobs may run at the same time: one, or what a cluster has room for. The machine's
    owner may say otherwise."""
    try:
        return max(1, int(os.environ[AT_ONCE]))
    except (KeyError, ValueError):
        return places_noted()


@dataclass(frozen=True)
class Scheduler:
    """The queue of a home. Pages and the supervisor ask it the same questions."""

    home: Path

    @property
    def queue(self) -> JobQueue:
        """The jobs on disk."""
        return JobQueue(self.home / FILE)

    def add(self, folder: Path, need: Resources) -> None:
        """Put a job in the queue; raises CannotQueue where it could never run, or too many wait."""
        if need.memory > total_memory():
            memory = {"need": memory_size(need.memory), "total": memory_size(total_memory())}
            raise CannotQueue(says("jobs", "never_enough_memory", **memory))
        self.queue.add(folder, need)

    def end(self, job: Job, note: Note, *, only_waiting: bool = False) -> None:
        """Take a job out of the queue and note how it ended: both, or neither."""
        with self.queue.exclusive() as rows:
            still = next((one for one in queue.jobs_in(rows) if one.id == job.id), None)
            if still is not None and not (only_waiting and still.running):
                queue.remove(rows, still)
                note(job.folder, how_it_ended(job.folder))

    def may_start(self) -> list[Job]:
        """The jobs to start now: in their turn, one for each workspace, as far as memory goes."""
        jobs = self.queue.jobs()
        running = [job for job in jobs if job.running]
        places = jobs_at_once() - len(running)
        if places <= 0 or len(running) == len(jobs):
            return []
        busy, free = {job.workspace for job in running}, free_memory()
        chosen: list[Job] = []
        for job in self._in_turn(jobs):
            if len(chosen) < places and job.workspace not in busy and job.need.memory <= free:
                chosen.append(job)
                busy.add(job.workspace)
                free -= job.need.memory
        return chosen

    def place(self, folder: Path) -> QueuePosition:
        """Where a waiting job stands; `QueuePosition()` for any other."""
        jobs = self.queue.jobs()
        order = self._in_turn(jobs)
        mine = next((number for number, job in enumerate(order) if job.folder == folder), None)
        if mine is None:
            return QueuePosition()
        running = [job for job in jobs if job.running]
        pace, now = self.queue.pace(), self.queue.now()
        seconds = waits(
            order,
            [_left(job, pace, now) for job in running],
            lambda job: _expected(job, pace),
            jobs_at_once(),
        )
        return QueuePosition(
            len(running) + mine, seconds[mine], _short_of_memory(order[mine], running)
        )

    def _in_turn(self, jobs: list[Job]) -> list[Job]:
        now, pace = self.queue.now(), self.queue.pace()
        used = self.queue.used_since(since(jobs, now))
        return in_turn(jobs, used, now, lambda job: _expected(job, pace))


def _expected(job: Job, pace: float | None) -> float | None:
    """How many seconds a job takes, by those before it."""
    return None if pace is None else pace * job.need.work


def _left(job: Job, pace: float | None, now: float) -> float | None:
    """How many seconds a running job still takes: by its own pace, else by those before it. Its own
    pace is that of its work: what it took to get ready is over. What its log says of times counts
    only as far as it can be true: a clock may have been set meanwhile."""
    has_run = max(0.0, now - job.started)
    began, latest = first_event(job.folder, "started"), last_event(job.folder) or {}
    done = float(latest.get("fraction", 0.0))
    if began is not None and done > SURE_AFTER:
        worked = time.time() - float(began["time"])
        return (worked if 0 <= worked <= has_run else has_run) * (1 - done) / done
    expected = _expected(job, pace)
    return None if expected is None else max(0.0, expected - has_run)


def _short_of_memory(job: Job, running: list[Job]) -> str:
    """Why a job waits whose turn it may be; empty while others use the memory in their turn."""
    free = free_memory()
    if job.need.memory <= free or len(running) >= jobs_at_once():
        return ""
    need = memory_size(job.need.memory)
    return says("jobs", "waits_for_memory", need=need, free=memory_size(free))
