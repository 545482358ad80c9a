"""The process that owns a home's line of jobs: `python -m core.jobs.queue.supervisor FOLDER …`.

All it knows is on disk, so it may be killed at any moment: the next one goes on where it was. A
web process starts one when there is a job and none lives; it ends itself when the line has been
empty for a while.
"""

import importlib
import logging
import os
import sys
import time
from pathlib import Path

from core.jobs.queue import queue, worker_process
from core.jobs.queue.events import (
    GRACE_S,
    KILL_S,
    last_word,
    stop_requested,
    times_saved,
)
from core.jobs.queue.queue import Job
from core.jobs.queue.scheduler import Note, Scheduler
from core.jobs.queue.starter import Starter
from core.jobs.queue.worker_process import Heartbeat, LeaseWatch

POLL_S = 0.15
IDLE_S = float(os.environ.get("DRIVETRAIN_QUEUE_IDLE_S", "120"))
RESTARTS = 2
MODULE = "core.jobs.queue.supervisor"

log = logging.getLogger(__name__)


class Supervisor:
    """Starts jobs in their turn, ends those asked to stop, starts dead ones again, notes ends.

    `note(folder, status)` may be called more than once for the same thing: a supervisor can die
    between the call and remembering it.
    """

    def __init__(self, line: Scheduler, module: str, note: Note) -> None:
        self._scheduler, self._note = line, note
        self._queue = line.queue
        self._starter = Starter(module)
        self._leases = LeaseWatch()
        self._asked: dict[Path, float] = {}  # when we saw first that a job was asked to stop

    def serve(self, folder: Path, idle_s: float = IDLE_S) -> None:
        """Look after the line until it has been empty that long, or the home is gone."""
        busy = time.monotonic()
        while self._queue.file.exists():
            if self.look():
                busy = time.monotonic()
            elif time.monotonic() - busy > idle_s:
                worker_process.give_up(folder)
                if not self._queue.jobs() or not worker_process.is_mine(folder, patience=0):
                    break
            time.sleep(POLL_S)
        self._starter.end()

    def look(self) -> bool:
        """One look at every job of the line; whether there was any."""
        self._starter.reap()
        jobs = self._queue.jobs()
        for job in jobs:
            try:
                self._look_at(job)
            except Exception:
                log.exception("the job in %s could not be looked after; trying again", job.folder)
        if any(not job.running for job in jobs):
            for job in self._scheduler.may_start():
                self._start(job)
        return bool(jobs)

    def _look_at(self, job: Job) -> None:
        process = worker_process.living(job.folder)
        if not job.running:
            if stop_requested(job.folder) or not job.folder.exists():
                self._end(job)
        elif process is None:
            self._dead(job)
        elif stop_requested(job.folder):
            asked = self._asked.setdefault(job.folder, time.monotonic())
            waited = time.monotonic() - asked
            if waited >= GRACE_S:
                worker_process.end(job.folder, force=waited >= KILL_S)
        elif not job.folder.exists() or self._leases.is_over(job.folder, process):
            worker_process.end(job.folder, force=True)

    def _dead(self, job: Job) -> None:
        """A worker that is gone had its last word, was told to stop, or is started again."""
        said = last_word(job.folder) or stop_requested(job.folder) or not job.folder.exists()
        kept = 0 if said else times_saved(job.folder)
        restarts = 1 if kept > job.kept else job.restarts + 1
        if said or restarts > RESTARTS:
            self._end(job)
            return
        log.warning("the worker of %s died; it is started again", job.folder)
        with self._queue.exclusive() as line:
            queue.mark_restarted(line, job, restarts, kept)
        self._starter.start(job.folder)

    def _start(self, job: Job) -> None:
        with self._queue.exclusive() as line:
            if not any(other.id == job.id for other in queue.jobs_in(line)):
                return  # cancelled meanwhile
            queue.mark_running(line, job)
        if worker_process.living(job.folder) is None:
            self._starter.start(job.folder)
        self._note(job.folder, "running")

    def _end(self, job: Job) -> None:
        self._scheduler.end(job, self._note)
        self._asked.pop(job.folder, None)
        if job.running:
            self._starter.prepare()


def main(folder: Path, module: str, note: str) -> None:
    """Be the one supervisor of the home that the folder lies in, if nobody else is."""
    if not worker_process.is_mine(folder, patience=0):
        return
    Heartbeat(folder)
    name, function = note.split(":")
    noted: Note = getattr(importlib.import_module(name), function)
    Supervisor(Scheduler(folder.parent), module, noted).serve(folder)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
