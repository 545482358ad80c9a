"""Orders of Bear World pictures, rendered in the background and taken into a project one by one."""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from core.content import says
from core.jobs.background import Background, Job, stop_here
from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.project.project import Project
from core.project.records import NewImage
from core.starter.bear_sets import rendered
from core.starter.bear_world.faults import Planned
from core.starter.bear_world.scene import SIZE
from core.starter.bear_world.sets import Order

WORKER = "core.starter.bear_world.studio_worker"
_LOOK_EVERY_S = 0.3


class Rendered(NamedTuple):
    """How many pictures of an order are done, and in the project already."""

    done: int
    total: int


RENDERING = Background[Rendered](
    "bear studio",
    must_end=says("starter", "pictures_still_coming"),
)


def start_rendering(project: Project, order: Order) -> bool:
    """Begins to render `order` into `project`; returns False while another order still runs. Raises
    ValueError for an order that Bear World cannot fill."""
    wanted = order.pictures()

    def work(job: Job[Rendered]) -> Rendered:
        with tempfile.TemporaryDirectory(prefix="bear-world-") as folder:
            return _render(job, order, wanted, Path(folder))

    return RENDERING.start(project, work, result=Rendered(0, len(wanted)))


def _render(job: Job[Rendered], order: Order, wanted: list[Planned], folder: Path) -> Rendered:
    worker = _worker(order, folder)
    try:
        waiting, ended, done = wanted, False, Rendered(0, len(wanted))
        while waiting and not ended and not job.stop.is_set():
            ended = worker.poll() is not None
            job.stop.wait(_LOOK_EVERY_S)
            ready = [planned for planned in waiting if (folder / planned.file).exists()]
            job.project.dataset.add(
                [_new_image(planned, folder / planned.file) for planned in ready]
            )
            waiting = [planned for planned in waiting if planned not in ready]
            done = Rendered(len(wanted) - len(waiting), len(wanted))
            job.so_far(done)
            job.report(done.done / done.total, f"Rendering: {done.done} of {done.total}")
    finally:
        _end(worker)
    if waiting:
        stop_here(job.stop)
        raise RuntimeError("Bear World ended before its order was done.")
    return done


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
