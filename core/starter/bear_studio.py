"""Orders of Bear World pictures, rendered in the background and taken into a project one by one."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.project.project import Project
from core.project.records import NewImage
from core.starter.bear_sets import rendered
from core.starter.bear_world.faults import Planned
from core.starter.bear_world.order import Order
from core.starter.bear_world.scene import SIZE

LOG = logging.getLogger(__name__)
WORKER = "core.starter.bear_world.studio_worker"
_LOOK_EVERY_S = 0.3


@dataclass(frozen=True)
class Rendering:
    """How an order stands; pictures that are `done` are in the project already."""

    state: Literal["running", "finished", "stopped", "failed"]
    done: int
    total: int
    seconds: float = 0.0


@dataclass
class _Job:
    current: Rendering
    stop: threading.Event = field(default_factory=threading.Event)


_jobs: dict[str, _Job] = {}
_lock = threading.Lock()


def start_rendering(project: Project, order: Order) -> bool:
    """Begins to render `order` into `project`; returns False while another order still runs.

    Raises ValueError for an order that Bear World cannot fill.
    """
    wanted = order.pictures()
    job = _Job(Rendering("running", 0, len(wanted)))
    with _lock:
        if (last := _jobs.get(_key(project))) and last.current.state == "running":
            return False
        _jobs[_key(project)] = job
    thread = threading.Thread(target=_run, args=(job, project, order, wanted), daemon=True)
    thread.start()
    return True


def rendering(project: Project) -> Rendering | None:
    """How the project's running or last order stands; None when there was none."""
    job = _jobs.get(_key(project))
    return job.current if job else None


def stop_rendering(project: Project) -> None:
    """Ends a running order; pictures that are done stay."""
    if job := _jobs.get(_key(project)):
        job.stop.set()


def _run(job: _Job, project: Project, order: Order, wanted: list[Planned]) -> None:
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="bear-world-") as folder:
            state = _render(job, project, order, wanted, Path(folder), started)
    except Exception:
        LOG.exception("Rendering broke off")
        state = "failed"
    job.current = Rendering(state, job.current.done, len(wanted), time.monotonic() - started)


def _render(
    job: _Job, project: Project, order: Order, wanted: list[Planned], folder: Path, started: float
) -> Literal["finished", "stopped", "failed"]:
    worker = _worker(order, folder)
    try:
        waiting, ended = wanted, False
        while waiting and not ended and not job.stop.is_set():
            ended = worker.poll() is not None
            job.stop.wait(_LOOK_EVERY_S)
            ready = [planned for planned in waiting if (folder / planned.file).exists()]
            project.dataset.add([_new_image(planned, folder / planned.file) for planned in ready])
            waiting = [planned for planned in waiting if planned not in ready]
            done = len(wanted) - len(waiting)
            job.current = Rendering("running", done, len(wanted), time.monotonic() - started)
    finally:
        _end(worker)
    if not waiting:
        return "finished"
    return "stopped" if job.stop.is_set() else "failed"


def _worker(order: Order, folder: Path) -> subprocess.Popen[str]:
    worker = subprocess.Popen(
        [sys.executable, "-m", WORKER, str(folder)],
        stdin=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env=worker_environment(),
    )
    assert worker.stdin
    worker.stdin.write(json.dumps(asdict(order)) + "\n")
    worker.stdin.flush()
    return worker


def _end(worker: subprocess.Popen[str]) -> None:
    """Closing its input tells the worker to end, with all its children."""
    if worker.stdin:
        worker.stdin.close()
    try:
        worker.wait(timeout=5)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _new_image(planned: Planned, path: Path) -> NewImage:
    return rendered(
        path.read_bytes(),
        planned.shown,
        planned.file.removesuffix(".jpg"),
        planned.seed,
        size=(SIZE, SIZE),
        source="bear world",
        title="Bear World, made to order",
    )


def _key(project: Project) -> str:
    return str(project.path)
