"""The engine for one machine: a line of jobs, real processes, stops that stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.jobs import worker_process
from core.jobs.environment import worker_environment
from core.jobs.events import read_events, report
from core.jobs.local import LocalRunner
from core.jobs.protocol import JobStatus
from tests.waiting import until

WORKER = "tests.core.jobs.pretend_worker"
Make = Callable[..., Path]


@pytest.fixture
def noted() -> list[tuple[str, JobStatus]]:
    """Everything the runner said about jobs, in order."""
    return []


@pytest.fixture
def runner(tmp_path: Path, noted: list[tuple[str, JobStatus]]) -> LocalRunner:
    return LocalRunner(
        tmp_path / "line.sqlite", WORKER, lambda folder, status: noted.append((folder.name, status))
    )


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Make]:
    """Makes job folders; no process of theirs outlives the test."""
    made: list[Path] = []

    def make(name: str, kind: str = "polite", seconds: float = 60) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "spec.json").write_text(json.dumps({"kind": kind, "seconds": seconds}))
        made.append(folder)
        return folder

    yield make
    for folder in made:
        (folder / "stop").touch()
        worker_process.end(folder, force=True)


def started(folder: Path) -> bool:
    return bool(read_events(folder))


def test_one_job_runs_while_the_others_wait_their_turn(
    runner: LocalRunner, job: Make, noted: list[tuple[str, JobStatus]]
) -> None:
    first, second = job("first", seconds=0.5), job("second", seconds=0)
    runner.submit(first)
    runner.submit(second)
    assert runner.status(first) == "running"
    assert (runner.status(second), runner.jobs_ahead(second)) == ("queued", 1)
    until(lambda: ("second", "finished") in noted)
    assert noted == [
        ("first", "running"),
        ("first", "finished"),
        ("second", "running"),
        ("second", "finished"),
    ]


def test_a_worker_that_hears_nothing_is_gone_within_three_seconds(
    runner: LocalRunner, job: Make
) -> None:
    folder = job("deaf", kind="deaf")
    runner.submit(folder)
    until(lambda: started(folder))
    runner.cancel(folder)
    until(lambda: not worker_process.is_alive(folder), seconds=3, what="the end of the worker")
    assert runner.status(folder) == "stopped"


def test_a_worker_that_listens_stops_by_itself(
    runner: LocalRunner, job: Make, noted: list[tuple[str, JobStatus]]
) -> None:
    folder = job("polite")
    runner.submit(folder)
    until(lambda: started(folder))
    runner.cancel(folder)
    until(lambda: ("polite", "stopped") in noted)
    assert read_events(folder)[-1]["event"] == "stopped"


def test_a_waiting_job_that_is_cancelled_never_starts(
    runner: LocalRunner, job: Make, noted: list[tuple[str, JobStatus]]
) -> None:
    first, second = job("first"), job("second")
    runner.submit(first)
    runner.submit(second)
    runner.cancel(second)
    assert noted == [("first", "running"), ("second", "stopped")]
    assert not worker_process.is_alive(second)


def test_a_killed_worker_is_interrupted_and_the_next_job_starts(
    runner: LocalRunner, job: Make, noted: list[tuple[str, JobStatus]]
) -> None:
    first, second = job("first"), job("second", seconds=0)
    runner.submit(first)
    runner.submit(second)
    until(lambda: started(first))
    os.kill(json.loads((first / "worker.json").read_text())["pid"], signal.SIGKILL)
    until(lambda: ("second", "finished") in noted)
    assert ("first", "interrupted") in noted


def test_a_worker_that_ends_without_a_word_is_interrupted(
    runner: LocalRunner, job: Make, noted: list[tuple[str, JobStatus]]
) -> None:
    runner.submit(job("crash", kind="crash", seconds=0))
    until(lambda: ("crash", "interrupted") in noted)


def test_a_job_outlives_its_server_and_the_next_server_notes_its_end(
    tmp_path: Path, runner: LocalRunner, job: Make, noted: list[tuple[str, JobStatus]]
) -> None:
    folder = job("orphan", seconds=2)
    server = (
        "from pathlib import Path; from core.jobs.local import LocalRunner\n"
        f"LocalRunner(Path({str(tmp_path / 'line.sqlite')!r}), {WORKER!r}, lambda *_: None)"
        f".submit(Path({str(folder)!r}))"
    )
    subprocess.run([sys.executable, "-c", server], env=worker_environment(), check=True)
    assert runner.status(folder) == "running"
    runner.watch()
    until(lambda: noted == [("orphan", "finished")])


def test_a_recycled_pid_is_not_mistaken_for_the_worker(job: Make) -> None:
    folder = job("old")
    (folder / "worker.json").write_text(json.dumps({"pid": os.getpid(), "create_time": 1.0}))
    assert not worker_process.is_alive(folder)


def test_a_line_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    report(tmp_path, "started")
    with (tmp_path / "events.jsonl").open("a") as log:
        log.write('{"event": "bat')
    assert [event["event"] for event in read_events(tmp_path)] == ["started"]
    assert read_events(tmp_path, after=1) == []
