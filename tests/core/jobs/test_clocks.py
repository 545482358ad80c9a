"""A clock that is set, by hand or by the network, neither ends a job nor keeps it from ending."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from core.jobs.queue import queue, supervisor, worker_process
from core.jobs.queue.events import GRACE_S, KILL_S, STOP_FLAG, report
from core.jobs.queue.protocol import ANY
from core.jobs.queue.queue import mark_running
from core.jobs.queue.scheduler import Scheduler
from core.jobs.queue.supervisor import Supervisor
from core.jobs.queue.worker_process import LEASE, LEASE_S, LeaseWatch
from tests.core.jobs.conftest import WORKER

DAY_S = 24 * 3600.0
Look = Callable[[float], list[bool]]


@pytest.fixture
def asked_to_stop(line_home: Path, job: Callable[..., Path]) -> Path:
    """A running job that was asked to stop, and does not hear."""
    folder, scheduler = job("deaf"), Scheduler(line_home)
    scheduler.add(folder, ANY)
    with scheduler.queue.exclusive() as rows:
        [running] = scheduler.queue.jobs()
        mark_running(rows, running)
    (folder / STOP_FLAG).touch()
    return folder


@pytest.fixture
def look(line_home: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Lets a supervisor look at its jobs after so many seconds; tells whether it ended one, and
    whether by force."""
    now, ended = [1000.0], list[bool]()
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(worker_process, "living", lambda _folder: psutil.Process())
    monkeypatch.setattr(worker_process, "end", lambda _folder, force: ended.append(force))
    watching = Supervisor(Scheduler(line_home), WORKER, lambda _folder, _status: None)

    def after(seconds: float) -> list[bool]:
        now[0] += seconds
        ended.clear()
        watching.look()
        return list(ended)

    return after


@pytest.mark.parametrize("jump", [-DAY_S, 0.0, DAY_S], ids=["set back", "not set", "set forward"])
def test_a_job_has_its_second_to_stop_and_no_more(
    asked_to_stop: Path, look: Look, jump: float
) -> None:
    then = time.time() - jump
    os.utime(asked_to_stop / STOP_FLAG, (then, then))
    assert look(0.0) == []
    assert look(GRACE_S / 2) == []
    assert look(GRACE_S / 2 + 0.05) == [False]
    assert look(KILL_S - GRACE_S) == [True]


@pytest.mark.parametrize("jump", [-DAY_S, DAY_S], ids=["set back", "set forward"])
def test_a_lease_is_not_over_because_the_clock_was_set(
    tmp_path: Path, jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, watch = [50.0], LeaseWatch()
    idle = SimpleNamespace(user=1.0, system=1.0)
    process: Any = SimpleNamespace(cpu_times=lambda: idle)
    monkeypatch.setattr(worker_process.time, "monotonic", lambda: now[0])
    (tmp_path / LEASE).touch()
    assert not watch.is_over(tmp_path, process)
    os.utime(tmp_path / LEASE, (time.time() + jump, time.time() + jump))
    now[0] += LEASE_S - 1
    assert not watch.is_over(tmp_path, process)
    now[0] += 2
    assert not watch.is_over(tmp_path, process), "it was touched since"
    now[0] += LEASE_S + 1
    assert watch.is_over(tmp_path, process)


@pytest.mark.parametrize("jump", [-DAY_S, DAY_S], ids=["set back", "set forward"])
def test_a_workspace_pays_for_the_seconds_its_job_had_and_not_for_the_clock(
    line_home: Path, job: Callable[..., Path], jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is set while their jobs run, Bob's for a minute, Ada's for ten seconds."""
    line, moment, set_by, real = Scheduler(line_home), [5_000.0], [0.0], time.time
    monkeypatch.setattr(queue.time, "monotonic", lambda: moment[0])
    monkeypatch.setattr(queue.time, "time", lambda: real() + set_by[0])

    def run(workspace: str, seconds: float) -> None:
        line.add(job(f"{workspace} 1", workspace=workspace), ANY)
        with line.queue.exclusive() as rows:
            mark_running(rows, queue.jobs_in(rows)[0])
        moment[0] += seconds
        set_by[0] = jump
        with line.queue.exclusive() as rows:
            queue.remove(rows, queue.jobs_in(rows)[0])

    run("bob", 60.0)
    run("ada", 10.0)
    assert line.queue.used_since(0.0) == pytest.approx({"bob": 60.0, "ada": 10.0})
    line.add(job("bob 2", workspace="bob"), ANY)
    line.add(job("ada 2", workspace="ada"), ANY)
    assert [one.folder.name for one in line.may_start()] == ["ada 2"]


def test_the_clock_of_the_line_goes_on_after_the_machine_started_again(
    line_home: Path, job: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    line, moment = Scheduler(line_home), [90_000.0]
    monkeypatch.setattr(queue.time, "monotonic", lambda: moment[0])
    line.add(job("before"), ANY)
    before = line.queue.now()
    moment[0] = 3.0
    assert line.queue.now() == before
    line.add(job("after"), ANY)
    moment[0] += 20.0
    assert line.queue.now() == pytest.approx(before + 20.0)
    first, second = line.queue.jobs()
    assert first.added == second.added == before


@pytest.mark.parametrize("jump", [-DAY_S, DAY_S], ids=["set back", "set forward"])
def test_how_long_a_job_still_takes_is_said_by_what_can_be_true(
    line_home: Path, job: Callable[..., Path], jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, running, waiting = Scheduler(line_home), job("running"), job("waiting")
    for folder in (running, waiting):
        line.add(folder, ANY)
    with line.queue.exclusive() as rows:
        mark_running(rows, queue.jobs_in(rows)[0])
    report(running, "started")
    report(running, "epoch", fraction=0.5)
    real = time.time
    monkeypatch.setattr(queue.time, "time", lambda: real() + jump)
    seconds = line.place(waiting).wait_s
    assert seconds is not None and 0 <= seconds < 3600
