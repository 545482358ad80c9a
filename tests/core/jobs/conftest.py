"""Jobs of pretend workers: made in a home of their own, and none outlives its test."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.jobs.queue import worker_process
from core.jobs.queue.local import FOLDER, LocalRunner
from tests.core.jobs import pretend_worker

WORKER = "tests.core.jobs.pretend_worker"


def processes_of(home: Path) -> list[psutil.Process]:
    """Every living process that was started for this home: supervisors, templates, workers."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = " ".join(process.info["cmdline"] or [])
        if str(home) in words and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


@pytest.fixture
def line_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home whose supervisor and workers are gone after the test."""
    monkeypatch.setenv("DRIVETRAIN_NO_TEMPLATE", "1")
    monkeypatch.setenv("DRIVETRAIN_QUEUE_IDLE_S", "5")
    home = tmp_path / "home"
    home.mkdir()
    yield home
    (home / "jobs.sqlite").unlink(missing_ok=True)
    worker_process.end(home / FOLDER, force=True)
    for process in processes_of(home):
        with contextlib.suppress(psutil.NoSuchProcess):  # it was ending
            process.kill()


@pytest.fixture
def runner(line_home: Path) -> LocalRunner:
    return LocalRunner(line_home, WORKER, pretend_worker.note)


@pytest.fixture
def job(line_home: Path) -> Callable[..., Path]:
    """Makes job folders, in a workspace each unless told otherwise."""

    def make(name: str, kind: str = "polite", workspace: str = "", **spec: Any) -> Path:
        folder = line_home / "workspaces" / (workspace or name) / name
        folder.mkdir(parents=True)
        (folder / "spec.json").write_text(json.dumps({"kind": kind, "seconds": 60, **spec}))
        return folder

    return make


@pytest.fixture
def noted() -> Callable[[Path], list[str]]:
    """What the engine said of a job, in order."""

    def read(folder: Path) -> list[str]:
        file = folder / pretend_worker.NOTED
        return file.read_text().split() if file.exists() else []

    return read
