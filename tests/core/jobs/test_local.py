"""The engine for one machine: a line of jobs, real processes, stops that stop."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.jobs.queue import worker_process
from core.jobs.queue.environment import worker_environment
from core.jobs.queue.events import read_events, report
from core.jobs.queue.local import FOLDER, LocalRunner
from core.jobs.queue.memory import total_memory
from core.jobs.queue.protocol import CannotQueue, Resources
from tests.core.jobs.conftest import WORKER
from tests.said import said
from tests.waiting import until

Make = Callable[..., Path]
Noted = Callable[[Path], list[str]]


def started(folder: Path) -> bool:
    return any(event["event"] == "started" for event in read_events(folder))


def kill(folder: Path) -> None:
    """SIGKILL to the process of a folder, whatever it is doing."""
    process = worker_process.living(folder)
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)


def test_one_job_runs_while_the_others_wait_their_turn(
    runner: LocalRunner, job: Make, noted: Noted
) -> None:
    first, second = job("first", seconds=1), job("second", seconds=0)
    runner.submit(first)
    runner.submit(second)
    until(lambda: runner.status(first) == "running")
    assert (runner.status(second), runner.place(second).jobs_ahead) == ("queued", 1)
    until(lambda: "finished" in noted(second))
    assert noted(first) == noted(second) == ["running", "finished"]
    assert not runner.knows(first)


def test_a_worker_that_hears_nothing_is_ended(runner: LocalRunner, job: Make) -> None:
    folder = job("deaf", kind="deaf")
    runner.submit(folder)
    until(lambda: started(folder))
    runner.cancel(folder)
    until(lambda: not worker_process.is_alive(folder), what="the end of the worker")
    assert runner.left_the_queue(folder, 90)
    assert runner.status(folder) == "stopped"


def test_a_worker_that_listens_stops_by_itself(
    runner: LocalRunner, job: Make, noted: Noted
) -> None:
    folder = job("polite")
    runner.submit(folder)
    until(lambda: started(folder))
    runner.cancel(folder)
    until(lambda: "stopped" in noted(folder))
    assert read_events(folder)[-1]["event"] == "stopped"


def test_a_waiting_job_that_is_cancelled_never_starts(
    runner: LocalRunner, job: Make, noted: Noted
) -> None:
    first, second = job("first"), job("second")
    runner.submit(first)
    until(lambda: runner.status(first) == "running")
    runner.submit(second)
    runner.cancel(second)
    assert noted(second) == ["stopped"]
    assert not worker_process.is_alive(second)
    assert not runner.knows(second)


def test_a_job_outlives_its_server_and_the_next_server_sees_its_end(
    line_home: Path, runner: LocalRunner, job: Make, noted: Noted
) -> None:
    folder = job("orphan", seconds=2)
    server = (
        "from pathlib import Path; from core.jobs.queue.local import LocalRunner\n"
        "from tests.core.jobs.pretend_worker import note\n"
        f"LocalRunner(Path({str(line_home)!r}), {WORKER!r}, note).submit(Path({str(folder)!r}))"
    )
    subprocess.run([sys.executable, "-c", server], env=worker_environment(), check=True)
    until(lambda: runner.status(folder) == "running")
    until(lambda: noted(folder) == ["running", "finished"])


def test_a_machine_has_one_supervisor(line_home: Path, runner: LocalRunner, job: Make) -> None:
    folder = job("long")
    runner.submit(folder)
    until(lambda: started(folder))
    first = worker_process.living(line_home / FOLDER)
    other = worker_process.launch(
        "core.jobs.queue.supervisor", line_home / FOLDER, (WORKER, f"{WORKER}:note")
    )
    assert other.wait(120) == 0
    assert worker_process.living(line_home / FOLDER) == first


def test_a_supervisor_without_jobs_goes_home(
    line_home: Path,
    runner: LocalRunner,
    job: Make,
    noted: Noted,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DRIVETRAIN_QUEUE_IDLE_S", "0.1")
    folder = job("short", seconds=0)
    runner.submit(folder)
    until(lambda: "finished" in noted(folder), what="what the supervisor notes")
    until(lambda: not worker_process.is_alive(line_home / FOLDER))


def test_four_waiting_jobs_of_one_workspace_are_too_many(runner: LocalRunner, job: Make) -> None:
    running = job("running", workspace="somebody else")
    runner.submit(running)
    until(lambda: runner.status(running) == "running")
    mine = [job(f"job {number}", workspace="mine") for number in range(4)]
    for folder in mine[:3]:
        runner.submit(folder)
    with pytest.raises(CannotQueue, match=said("jobs", "own_line_full")):
        runner.submit(mine[3])
    runner.submit(mine[0])  # keeps its place
    assert [runner.place(folder).jobs_ahead for folder in mine[:3]] == [1, 2, 3]


def test_what_can_never_fit_is_refused_with_figures(runner: LocalRunner, job: Make) -> None:
    folder = job("huge")
    with pytest.raises(CannotQueue, match=said("jobs", "never_enough_memory")):
        runner.submit(folder, Resources(memory=2 * total_memory()))
    assert not runner.knows(folder)


def test_a_recycled_pid_is_not_mistaken_for_the_worker(job: Make) -> None:
    folder = job("old")
    (folder / "worker.json").write_text(json.dumps({"pid": os.getpid(), "began": 1.0}))
    assert not worker_process.is_alive(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere psutil reads an absolute time")
def test_a_clock_that_is_set_makes_nobody_a_stranger(
    job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, booted = job("clock"), psutil.boot_time()
    worker_process.note_launched(folder, os.getpid())
    monkeypatch.setattr("psutil._pslinux.boot_time", lambda: booted + 3600)
    assert psutil.boot_time() == booted + 3600
    assert worker_process.is_alive(folder)


def test_a_line_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    report(tmp_path, "started")
    with (tmp_path / "events.jsonl").open("a") as log:
        log.write('{"event": "bat')
    assert [event["event"] for event in read_events(tmp_path)] == ["started"]
    assert read_events(tmp_path, after=1) == []


def test_a_line_that_was_cut_short_spoils_no_other(tmp_path: Path) -> None:
    report(tmp_path, "started")
    with (tmp_path / "events.jsonl").open("a") as log:
        log.write('{"event": "bat')
    report(tmp_path, "finished")
    assert [event["event"] for event in read_events(tmp_path)] == ["started", "finished"]
