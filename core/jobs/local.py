"""The engine for one machine: one job runs, the others wait; every job is a process of its own.

A thread of the web process looks after the line while there is one. All it knows is on disk, so a
restarted server takes over where the last one stopped, and a job never notices the change.
"""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core.jobs import queue, worker_process
from core.jobs.events import last_word, read_events
from core.jobs.protocol import Event, JobStatus

STOP_FLAG = "stop"
GRACE_S = 1.0
KILL_S = 1.4
POLL_S = 0.15

log = logging.getLogger(__name__)


def stop_requested(folder: Path) -> bool:
    """Whether somebody asked the job to stop: what a worker checks at every batch."""
    return (folder / STOP_FLAG).exists()


def how_it_ended(folder: Path) -> JobStatus:
    """How a job without a process ended: by its own last word, else by ours, else by accident."""
    word = last_word(folder)
    if word == "finished":
        return "finished"
    if word == "failed":
        return "failed"
    return "stopped" if word == "stopped" or stop_requested(folder) else "interrupted"


class LocalRunner:
    """Runs `python -m module FOLDER` for each job, one at a time.

    Calls `note(folder, status)` when a job starts or has ended: possibly more than once (a server
    can die between the call and remembering it), and while the line is held, so it must be quick
    and may not ask the runner anything.
    """

    def __init__(self, line: Path, module: str, note: Callable[[Path, JobStatus], None]) -> None:
        self._queue = queue.JobQueue(line)
        self._module = module
        self._note = note
        self._children: list[subprocess.Popen[bytes]] = []
        self._watcher: threading.Thread | None = None
        self._lock = threading.Lock()

    def submit(self, folder: Path) -> None:
        """Queue the job; it starts at once when no other job runs on this machine."""
        self._queue.add(folder)
        self.advance()
        self.watch()

    def events(self, folder: Path, after: int = 0) -> list[Event]:
        """What the job reported so far, without its first `after` events."""
        return read_events(folder, after)

    def status(self, folder: Path) -> JobStatus:
        """Where the job stands, from its log, its process and the line."""
        if last_word(folder) is None and worker_process.is_alive(folder):
            return "running"
        return "queued" if folder in self._queue.waiting() else how_it_ended(folder)

    def knows(self, folder: Path) -> bool:
        """Whether the job runs or waits: its end is still to come."""
        return folder in self._queue.everybody()

    def left_the_line(self, folder: Path, seconds: float) -> bool:
        """Whether the job's process is gone and its end noted; waits that long for it."""
        end = time.monotonic() + seconds
        while self.knows(folder) and time.monotonic() < end:
            self.advance()
            time.sleep(POLL_S)
        return not self.knows(folder)

    def jobs_ahead(self, folder: Path) -> int:
        """How many jobs are before this waiting one, the running one included."""
        line = self._queue.everybody()
        return line.index(folder) if folder in line else 0

    def cancel(self, folder: Path) -> None:
        """Raise the stop flag; a job that has not ended 1 s later is terminated, then killed."""
        (folder / STOP_FLAG).touch(exist_ok=True)
        self.advance()
        self.watch()

    def watch(self) -> None:
        """Make sure somebody looks after the line, when there is one."""
        with self._lock:
            watched = self._watcher is not None and self._watcher.is_alive()
            if watched or self._queue.is_empty():
                return
            self._watcher = threading.Thread(target=self._look_after, daemon=True)
            self._watcher.start()

    def advance(self) -> None:
        """One look at the line: note ended jobs, end those asked to stop, start the next."""
        with self._queue.exclusive() as line:
            self._reap()
            for folder, running in queue.jobs_in(line):
                if running:
                    self._check_running(line, folder)
                elif stop_requested(folder) or not folder.exists():
                    self._note_end(line, folder)
            jobs = queue.jobs_in(line)
            if jobs and not any(running for _, running in jobs):
                self._start(line, jobs[0][0])

    def _look_after(self) -> None:
        while True:
            try:
                self.advance()
                with self._lock:
                    if self._queue.is_empty():
                        self._watcher = None
                        return
            except Exception:
                log.exception("the job line could not be advanced; trying again")
            time.sleep(POLL_S)

    def _check_running(self, line: sqlite3.Connection, folder: Path) -> None:
        if not worker_process.is_alive(folder):
            self._note_end(line, folder)
        elif stop_requested(folder):
            waited = time.time() - (folder / STOP_FLAG).stat().st_mtime
            if waited >= GRACE_S:
                worker_process.end(folder, force=waited >= KILL_S)

    def _start(self, line: sqlite3.Connection, folder: Path) -> None:
        if not worker_process.is_alive(folder):
            self._children.append(worker_process.launch(self._module, folder))
        queue.mark_running(line, folder)
        self._note(folder, "running")

    def _note_end(self, line: sqlite3.Connection, folder: Path) -> None:
        queue.remove(line, folder)
        self._note(folder, how_it_ended(folder))

    def _reap(self) -> None:
        """Collect our dead children, or they stay zombies."""
        self._children = [child for child in self._children if child.poll() is None]
