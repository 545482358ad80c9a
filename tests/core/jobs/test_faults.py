"""Whatever is killed, the others heal it: nothing is corrupt, at most one epoch is lost."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from core.jobs.queue import supervisor, worker_process
from core.jobs.queue.environment import worker_environment
from core.jobs.queue.events import SAVED, read_events
from core.jobs.queue.local import FOLDER, LocalRunner
from core.jobs.queue.protocol import Resources
from core.jobs.queue.scheduler import Scheduler
from core.jobs.queue.worker_process import LeaseWatch
from tests.core.jobs.conftest import WORKER, processes_of
from tests.core.jobs.pretend_worker import kept_epoch
from tests.core.jobs.test_local import kill, started
from tests.waiting import until

Make = Callable[..., Path]
Noted = Callable[[Path], list[str]]
KILLS, CANCELS = 15, 14
SERVER = """
import sys, time
from pathlib import Path
from core.jobs.queue.local import LocalRunner
from tests.core.jobs.pretend_worker import note
runner = LocalRunner(Path(sys.argv[1]), {worker!r}, note)
while True:
    runner.watch()
    time.sleep(0.05)
"""


class Server:
    """A stand-in for the web process: it only looks, and is started again when it is killed."""

    def __init__(self, home: Path) -> None:
        self._command = [sys.executable, "-c", SERVER.format(worker=WORKER), str(home)]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, env=worker_environment())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def test_many_kills_of_worker_supervisor_and_server(
    line_home: Path, runner: LocalRunner, job: Make, noted: Noted
) -> None:
    """The runner of this test watches nothing: the server's process does."""
    chance, server = random.Random(5), Server(line_home)
    folder = job("long", kind="epochs", epochs=100_000)
    Scheduler(line_home).add(folder, Resources())
    until(lambda: kept_epoch(folder) > 0)
    lost, places = [], {"worker": folder, "supervisor": line_home / FOLDER}
    for number in range(KILLS):
        victim = ("worker", "supervisor", "server")[number % 3]
        before = kept_epoch(folder)
        if victim == "server":
            server.kill()
            server.start()
        elif process := worker_process.living(places[victim]):
            process.send_signal(signal.SIGKILL)
        if number % 6 == 0:  # dying three times before the next epoch is another test
            until(lambda: kept_epoch(folder) > before, what="one more epoch")  # noqa: B023
        time.sleep(chance.uniform(0, 0.2))
        lost.append(before - kept_epoch(folder))
    before = kept_epoch(folder)
    until(lambda: kept_epoch(folder) > before + 2, what="the training to go on")
    assert max(lost) <= 0
    runner.cancel(folder)
    assert runner.left_the_queue(folder, 90)
    server.kill()
    assert noted(folder)[-1] == "stopped"
    trained_once(folder)
    until(lambda: not alone(line_home), what="the end of every worker")


def trained_once(folder: Path) -> None:
    """Every epoch was kept in its turn: a kill never skips one, nor goes back behind a kept one."""
    kept = [event["epoch"] for event in read_events(folder) if event["event"] == SAVED]
    assert all(later - earlier in {0, 1, 2} for earlier, later in pairwise(kept))


def alone(home: Path) -> list[str]:
    """What still runs of a home, supervisors aside."""
    return [
        " ".join(process.cmdline())
        for process in processes_of(home)
        if supervisor.MODULE not in " ".join(process.cmdline())
    ]


def test_a_worker_that_dies_again_and_again_is_interrupted(
    runner: LocalRunner, job: Make, noted: Noted
) -> None:
    folder, next_one = job("crash", kind="crash", seconds=0), job("next", seconds=0)
    runner.submit(folder)
    runner.submit(next_one)
    until(lambda: noted(next_one) == ["running", "finished"])
    assert noted(folder) == ["running", "interrupted"]
    starts = [event for event in read_events(folder) if event["event"] == "started"]
    assert len(starts) == 1 + supervisor.RESTARTS
    assert runner.status(folder) == "interrupted"


def test_a_killed_worker_goes_on_without_being_asked(
    runner: LocalRunner, job: Make, noted: Noted
) -> None:
    folder = job("trains", kind="epochs", epochs=100)
    runner.submit(folder)
    until(lambda: kept_epoch(folder) >= 5)
    kill(folder)
    until(lambda: "finished" in noted(folder))
    assert noted(folder) == ["running", "finished"]
    resumed = next(event for event in read_events(folder) if event["event"] == "resumed")
    assert resumed["epoch"] >= 5


def test_a_worker_that_hangs_is_replaced(
    line_home: Path, job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped by a signal it neither beats nor computes, as in a deadlock."""
    monkeypatch.setattr(worker_process, "LEASE_S", 0.5)
    folder, watch = job("hangs"), LeaseWatch()
    process = worker_process.launch(WORKER, folder)
    until(lambda: (folder / worker_process.LEASE).exists())
    living = worker_process.living(folder)
    assert living is not None
    living.suspend()
    until(lambda: watch.is_over(folder, living), what="the end of the lease")
    living.resume()
    until(lambda: not watch.is_over(folder, living), what="a sign of life")
    process.kill()
    process.wait()


def test_many_cancels_leave_no_orphans(
    line_home: Path, runner: LocalRunner, job: Make, noted: Noted
) -> None:
    """At random moments: waiting, starting, running, saving, just finished."""
    chance = random.Random(7)
    folders = [job(f"job {number}", kind="epochs", epochs=15) for number in range(CANCELS)]
    for folder in folders:
        runner.submit(folder)
        if chance.random() < 0.2:
            time.sleep(chance.uniform(0, 0.6))
        runner.cancel(folder)
    for folder in folders:
        assert runner.left_the_queue(folder, 90), folder
        assert noted(folder)[-1] in {"stopped", "finished"}
    until(lambda: not alone(line_home), what="the end of every worker")


def test_a_job_whose_folder_is_deleted_leaves_the_line(
    runner: LocalRunner, job: Make, noted: Noted
) -> None:
    gone, next_one = job("gone"), job("next", seconds=0)
    runner.submit(gone)
    until(lambda: started(gone))
    shutil.rmtree(gone)
    runner.submit(next_one)
    until(lambda: noted(next_one) == ["running", "finished"])
