"""Workers forked from a template process, and without one."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from core.jobs.queue import starter, worker_process
from core.jobs.queue.starter import Starter
from tests.core.jobs.conftest import WORKER
from tests.core.jobs.test_local import started
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="templates fork on Linux only")
Make = Callable[..., Path]


@pytest.fixture
def workers(line_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starter]:
    """Starts workers on a machine where a template pays."""
    monkeypatch.setattr(starter, "template_pays", lambda: True)
    workers = Starter(WORKER)
    yield workers
    workers.end()


def test_a_fork_is_a_worker_like_any_other_and_outlives_its_template(
    workers: Starter, job: Make
) -> None:
    folder = job("forked")
    workers.prepare()
    workers.start(folder)
    assert worker_process.is_alive(folder)
    until(lambda: started(folder))
    process = worker_process.living(folder)
    assert process is not None
    assert os.getsid(process.pid) == process.pid
    assert psutil.Process(process.ppid()).cmdline()[-2:] == ["core.jobs.queue.starter", WORKER]
    workers.end()
    assert worker_process.is_alive(folder)
    worker_process.end(folder, force=True)
    until(lambda: not worker_process.is_alive(folder))


def test_a_dead_template_is_done_without(workers: Starter, job: Make) -> None:
    workers.prepare()
    [template] = [
        child
        for child in psutil.Process().children()
        if child.cmdline()[-2:] == ["core.jobs.queue.starter", WORKER]
    ]
    template.kill()
    until(lambda: template.status() == psutil.STATUS_ZOMBIE, what="the end of the template")
    folder = job("plain")
    workers.start(folder)
    until(lambda: started(folder))
    process = worker_process.living(folder)
    assert process is not None
    assert process.ppid() == os.getpid()


def test_little_memory_or_a_gpu_means_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(starter.OFF, raising=False)
    monkeypatch.setattr(starter, "GPU_DEVICES", ())
    monkeypatch.setattr(starter, "total_memory", lambda: 16 * 2**30)
    monkeypatch.setattr(starter, "free_memory", lambda: 8 * 2**30)
    assert starter.template_pays()
    monkeypatch.setattr(starter, "free_memory", lambda: 2 * 2**30)
    assert not starter.template_pays()
    monkeypatch.setattr(starter, "free_memory", lambda: 8 * 2**30)
    monkeypatch.setattr(starter, "GPU_DEVICES", (Path("/"),))
    assert not starter.template_pays()
