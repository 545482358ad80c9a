"""One worker process of a job folder: started, recognised by any other process later, ended.

Two files say who it is. `launched.json` is written by who starts a process, `worker.json` by
the process that holds the folder's lock: one at a time, whatever is killed in between.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.jobs.queue.events import last_word

LEASE = "lease"
HEARTBEAT_S, LEASE_S = 2.0, 10.0


class Heartbeat:
    """Renews the lease of a folder from a thread, until the process or the job ends."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / LEASE
        self._over = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def stop(self) -> None:
        """The job is done; a process that does not end now is ended."""
        self._over.set()

    def _beat(self) -> None:
        while True:
            try:
                self._file.touch()
            except OSError:
                pass  # the folder is gone, or the disk is full: the processor's seconds count too
            if self._over.wait(HEARTBEAT_S):
                return


class LeaseWatch:
    """Tells which leases are over, by looking again and again.

    It measures by its own clock from its own first look, so a laptop that slept, or a clock that
    was set, ends nobody. Without a heartbeat at all there is no lease: an import may take long.
    """

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[tuple[float, float], float]] = {}

    def is_over(self, folder: Path, process: psutil.Process) -> bool:
        """Whether the process has neither touched its lease nor computed for `LEASE_S`."""
        signs = _signs_of_life(folder, process)
        if signs is None:
            self._seen.pop(folder, None)
            return False
        now = time.monotonic()
        before, moment = self._seen.get(folder, (None, now))
        if signs != before:
            self._seen[folder] = (signs, now)
            return False
        return now - moment > LEASE_S


def forget_lease(folder: Path) -> None:
    """The next process of the folder begins without a lease."""
    (folder / LEASE).unlink(missing_ok=True)


def _signs_of_life(folder: Path, process: psutil.Process) -> tuple[float, float] | None:
    try:
        touched = (folder / LEASE).stat().st_mtime
        spent = process.cpu_times()
    except (OSError, psutil.Error):
        return None
    return touched, round(spent.user + spent.system, 1)


IDENTITY, LAUNCHED = "worker.json", "launched.json"
LOCK, OUTPUT = "worker.lock", "worker.log"
PATIENCE_S = 6.0

_held: dict[Path, FileLock] = {}


def launch(module: str, folder: Path, arguments: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start `python -m module folder …` in a session of its own, so that it outlives this process.
    Leaves the process's identity in the folder: anybody later knows whether it still lives."""
    forget_lease(folder)
    with (folder / OUTPUT).open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(folder), *arguments],
            cwd=REPOSITORY,
            env=worker_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    note_launched(folder, process.pid)
    return process


def note_launched(folder: Path, pid: int) -> None:
    """Say that this process is, or is about to become, the folder's worker."""
    _write_identity(folder / LAUNCHED, pid)


def is_alive(folder: Path) -> bool:
    """Whether the job's own process still runs (a recycled pid or a zombie does not count)."""
    return living(folder) is not None


def living(folder: Path) -> psutil.Process | None:
    """The process that does the job of the folder, or is about to; None when there is none."""
    return next(_processes(folder), None)


def is_mine(folder: Path, patience: float = PATIENCE_S) -> bool:
    """Whether this very process is the folder's worker from now on: it is nobody else's.

    Waits a while for a killed worker's children, which hold its lock a little longer. Also False
    when the job has had its last word meanwhile.
    """
    lock = FileLock(folder / LOCK, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        return False
    if last_word(folder) is not None:
        lock.release()
        return False
    _held[folder] = lock
    _write_identity(folder / IDENTITY, os.getpid())
    return True


def give_up(folder: Path) -> None:
    """Stop being the folder's worker; the process may become it again."""
    (folder / IDENTITY).unlink(missing_ok=True)
    if lock := _held.pop(folder, None):
        lock.release()


def end(folder: Path, *, force: bool = False) -> None:
    """SIGTERM the job's processes, or SIGKILL them with `force`; nothing when they are gone."""
    for process in _processes(folder):
        try:
            _end_session(process, force)
        except (psutil.NoSuchProcess, ProcessLookupError):
            continue


def _end_session(process: psutil.Process, force: bool) -> None:
    """The process and those it started: a worker leads a session of its own."""
    if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, signal.SIGKILL if force else signal.SIGTERM)
    elif force:
        process.kill()
    else:
        process.terminate()


def _write_identity(file: Path, pid: int) -> None:
    try:
        began = _began(psutil.Process(pid))
    except psutil.NoSuchProcess:
        began = 0.0
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(json.dumps({"pid": pid, "began": began}))
    draft.replace(file)


def _began(process: psutil.Process) -> float:
    """When a process began, in seconds: on Linux since the machine did, for a clock that is set
    there moves what psutil says."""
    moment = float(process.create_time())
    return moment - psutil.boot_time() if sys.platform == "linux" else moment


def _processes(folder: Path) -> Iterator[psutil.Process]:
    """The living processes of the folder: the one that holds it, and the one started last."""
    known = [_process(folder / name) for name in (IDENTITY, LAUNCHED)]
    alive = {process.pid: process for process in known if process is not None}
    yield from alive.values()


def _process(file: Path) -> psutil.Process | None:
    try:
        identity = json.loads(file.read_text())
        process = psutil.Process(identity["pid"])
        same = abs(_began(process) - identity["began"]) < 0.05
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return None
