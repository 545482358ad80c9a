"""A clock that is set, by hand or by the network, neither ends a job nor keeps it from ending."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from core.jobs.queue import supervisor, worker_process
from core.jobs.queue.events import GRACE_S, KILL_S, STOP_FLAG
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
