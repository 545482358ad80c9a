"""The engine for one machine: jobs wait in the queue, and every job is a process of its own.

This is the side of the web process: it puts jobs in the queue, asks how they stand and stops them.
The queue belongs to a process of its own (`core.jobs.queue.supervisor`), started here when it is
needed.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from core.jobs.queue import supervisor, worker_process
from core.jobs.queue.events import STOP_FLAG, how_it_ended, last_word, read_events
from core.jobs.queue.protocol import ANY, Event, JobStatus, QueuePosition, Resources
from core.jobs.queue.scheduler import Scheduler
from core.jobs.queue.worker_process import LeaseWatch
from core.jobs.ray import job as ray_job
from core.jobs.ray.places import cluster_address

FOLDER = "supervisor"
POLL_S = 0.1
WATCH_S = 2.0
START_AGAIN_S = 1.0

log = logging.getLogger(__name__)


class LocalRunner:
    """Runs `python -m module FOLDER` for each job of a home: spec.json in, events.jsonl out.

    Every method returns at once (`left_the_queue` in the time it is given), may be called from any
    thread, and tells the same in every process: all it knows is on disk. `note(folder, status)` is
    called when a job starts or has ended, mostly by the supervisor: it must be a function of a
    module, quick, and right when it is called twice.
    """

    def __init__(self, home: Path, module: str, note: Callable[[Path, JobStatus], None]) -> None:
        self._scheduler = Scheduler(home)
        self._queue = self._scheduler.queue
        self._module, self._note = module, note
        self._supervisor = home / FOLDER
        self._leases = LeaseWatch()
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._started_at = float("-inf")

    def submit(self, folder: Path, need: Resources = ANY) -> None:
        """Queue the job; it starts as soon as it is its turn and its memory is free. Raises
        CannotQueue where it can never run, or too many wait."""
        self._scheduler.add(folder, need)
        self.watch()

    def events(self, folder: Path, after: int = 0) -> list[Event]:
        """What the job reported so far, without its first `after` events."""
        return read_events(folder, after)

    def status(self, folder: Path) -> JobStatus:
        """Where the job stands, from the line and its log. A job of the line whose worker died is
        running still: it is started again."""
        job = self._queue.find(folder)
        if job is None:
            return how_it_ended(folder)
        if not job.running:
            return "queued"
        return "running" if last_word(folder) is None else how_it_ended(folder)

    def place(self, folder: Path) -> QueuePosition:
        """Where a waiting job stands in the queue; `QueuePosition()` for any other."""
        return self._scheduler.place(folder)

    def knows(self, folder: Path) -> bool:
        """Whether the job runs or waits: its end is still to come."""
        return self._queue.find(folder) is not None

    def waiting(self) -> int:
        """How many jobs of all learners wait."""
        if not self._queue.file.exists():
            return 0
        return sum(not job.running for job in self._queue.jobs())

    def left_the_queue(self, folder: Path, seconds: float) -> bool:
        """Whether the job's process is gone and its end noted; waits that long for it."""
        end = time.monotonic() + seconds
        while self.knows(folder) and time.monotonic() < end:
            self.watch()
            time.sleep(POLL_S)
        return not self.knows(folder)

    def cancel(self, folder: Path) -> None:
        """Take a waiting job out of the queue; a running one has 1 s to stop, then is ended."""
        (folder / STOP_FLAG).touch(exist_ok=True)
        job = self._queue.find(folder)
        if job is not None and not job.running:
            self._scheduler.end(job, self._note, only_waiting=True)
        self.watch()

    def watch(self) -> None:
        """Make sure that a supervisor lives while there is a job; cheap, so call it often."""
        if not self._queue.jobs():
            return
        self._ensure_supervisor()
        with self._lock:
            if self._watcher is None or not self._watcher.is_alive():
                self._watcher = threading.Thread(target=self._look_after, daemon=True)
                self._watcher.start()

    def _look_after(self) -> None:
        """A killed supervisor is replaced, also when no page is open."""
        while True:
            time.sleep(WATCH_S)
            try:
                if not self._queue.file.exists() or not self._queue.jobs():
                    return
                self._ensure_supervisor()
            except Exception:
                log.exception("the job line could not be looked at; trying again")

    def _ensure_supervisor(self) -> None:
        with self._lock:
            process = worker_process.living(self._supervisor)
            if process is not None and (
                self._leases.is_over(self._supervisor, process) or _of_older_code(process)
            ):
                worker_process.end(self._supervisor, force=True)
            elif process is None and time.monotonic() - self._started_at > START_AGAIN_S:
                self._start_supervisor()

    def _start_supervisor(self) -> None:
        self._started_at = time.monotonic()
        self._supervisor.mkdir(parents=True, exist_ok=True)
        note = f"{self._note.__module__}:{self._note.__qualname__}"
        process = worker_process.launch(supervisor.MODULE, self._supervisor, (self._module, note))
        threading.Thread(target=process.wait, daemon=True).start()  # or it stays a zombie


def _of_older_code(process: psutil.Process) -> bool:
    """Whether a supervisor outlived an upgrade: it would start modules that are gone."""
    try:
        return supervisor.MODULE not in process.cmdline()
    except psutil.Error:
        return False


MODULE = "core.jobs.ray.job"
MESSENGER_BYTES = 300 * 2**20


class RayRunner(LocalRunner):
    """The local line, turns, stops and restarts; but each job's process here is a messenger. It
    needs little of this machine's memory, whatever the job needs of the cluster's."""

    def __init__(self, home: Path, module: str, note: Callable[[Path, JobStatus], None]) -> None:
        super().__init__(home, MODULE, note)
        self._does_the_job = module

    def submit(self, folder: Path, need: Resources = Resources()) -> None:  # noqa: B008  frozen
        """Queue the job; it is sent to the cluster when it is its turn and there is room."""
        ray_job.write_order(folder, self._does_the_job, need)
        super().submit(folder, Resources(MESSENGER_BYTES, need.work))


def runner_for(home: Path, module: str, note: Callable[[Path, JobStatus], None]) -> LocalRunner:
    """The runner of a home's jobs: the cluster's where DRIVETRAIN_RAY_ADDRESS is set. `module` is
    what does a job (`module.main(folder)`), `note` is told how jobs stand."""
    if cluster_address() is None:
        return LocalRunner(home, module, note)
    return RayRunner(home, module, note)
