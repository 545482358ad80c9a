"""A worker's lease: a file it touches every two seconds. Who neither does so nor computes hangs."""

import threading
import time
from pathlib import Path

import psutil

FILE = "lease"
HEARTBEAT_S, LEASE_S = 2.0, 10.0


class Heartbeat:
    """Renews the lease of a folder from a thread, until the process or the job ends."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
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


def forget(folder: Path) -> None:
    """The next process of the folder begins without a lease."""
    (folder / FILE).unlink(missing_ok=True)


def _signs_of_life(folder: Path, process: psutil.Process) -> tuple[float, float] | None:
    try:
        touched = (folder / FILE).stat().st_mtime
        spent = process.cpu_times()
    except (OSError, psutil.Error):
        return None
    return touched, round(spent.user + spent.system, 1)
