"""One worker process of a job folder: started, recognised after a server restart, ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

from core.jobs.environment import REPOSITORY, worker_environment

IDENTITY = "worker.json"
OUTPUT = "worker.log"


def launch(module: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start `python -m module folder` in a session of its own, so that it outlives this server.

    Leaves the process's identity in the folder: any later server knows whether it still lives.
    """
    with (folder / OUTPUT).open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(folder)],
            cwd=REPOSITORY,
            env=worker_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _write_identity(folder, process.pid)
    return process


def is_alive(folder: Path) -> bool:
    """Whether the job's own process still runs (a recycled pid or a zombie does not count)."""
    return _process(folder) is not None


def is_mine(folder: Path) -> bool:
    """Whether this very process is the folder's worker, or may become it (nobody else lives)."""
    process = _process(folder)
    if process is None:
        _write_identity(folder, os.getpid())
        return True
    return process.pid == os.getpid()


def end(folder: Path, *, force: bool = False) -> None:
    """SIGTERM the job's process, or SIGKILL it with `force`; nothing when it is gone already."""
    process = _process(folder)
    if process is None:
        return
    try:
        process.kill() if force else process.terminate()
    except psutil.NoSuchProcess:
        return


def _write_identity(folder: Path, pid: int) -> None:
    try:
        started = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        started = 0.0
    draft = folder / f"{IDENTITY}.{os.getpid()}"
    draft.write_text(json.dumps({"pid": pid, "create_time": started}))
    draft.replace(folder / IDENTITY)


def _process(folder: Path) -> psutil.Process | None:
    try:
        identity = json.loads((folder / IDENTITY).read_text())
        process = psutil.Process(identity["pid"])
        same = abs(process.create_time() - identity["create_time"]) < 0.05
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, KeyError, psutil.Error):
        return None
