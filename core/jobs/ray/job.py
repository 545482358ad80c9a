"""A job done by the cluster: `python -m core.jobs.ray.job FOLDER` stands in for its worker here.

It sends the job, repeats in the folder what happens there, and stops it when asked. To the line
and to the pages the job is like any other; nothing but this process knows that it is elsewhere.
"""

import json
import logging
import math
import sys
import time
from pathlib import Path
from typing import Any

from core.content import says
from core.jobs.queue.events import REMARK, RESUMED, SAVED, read_events, report, stop_requested
from core.jobs.queue.protocol import Resources
from core.jobs.queue.worker_process import Heartbeat, is_mine
from core.jobs.ray.cluster import ClusterUnavailable, Share, connected, nodes_of, share_of
from core.jobs.ray.job_archive import pack
from core.jobs.ray.mirror import News, RemoteJob, repeat
from core.jobs.ray.places import note_places
from core.project.disk_full import is_disk_full, make_room

ORDER = "cluster.json"
POLL_S, PATIENCE_S, CLEAR_S = 0.25, 3.0, 0.5
TRIES = 3
RENAMED = {"core.training.worker": "core.worker.training.main"}  # orders outlive an upgrade

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody asked to stop."""


class ComputerLost(Exception):
    """The computer that had the job, or the job's process there, is gone."""


def write_order(folder: Path, module: str, need: Resources) -> None:
    """Say what the cluster is to run, and how much memory it needs."""
    (folder / ORDER).write_text(json.dumps({"module": module, "memory": need.memory}))


def module_to_run(folder: Path) -> str:
    """Return the module that does the job of a folder, by its name of today."""
    module: str = json.loads((folder / ORDER).read_text())["module"]
    return RENAMED.get(module, module)


def main(folder: Path) -> None:
    """Have the job of `folder` done by the cluster; its log says how it ended."""
    if not is_mine(folder):
        return
    Heartbeat(folder)
    packed = pack(folder)  # before our own words: the worker reads how the log ends
    report(folder, "note", message=says("jobs", "cluster_asked"))
    try:
        with connected() as ray:
            _until_done(ray, folder, packed)
    except Stopped:
        report(folder, "stopped")
    except ClusterUnavailable as problem:
        log.exception("The cluster cannot do this")
        report(folder, "failed", message=str(problem))
    except OSError as error:
        if not is_disk_full(error, folder):
            raise
        report(folder, "failed", message=make_room("go_on"))


def _until_done(ray: Any, folder: Path, packed: bytes) -> None:
    """Try again, after the last epoch that came back, when a computer is lost."""
    for _ in range(TRIES):
        try:
            _one_try(ray, folder, packed)
            return
        except ComputerLost:
            log.exception("A computer of the cluster was lost")
            report(folder, RESUMED, epoch=_epoch_kept(folder))
            packed = pack(folder)
            report(folder, REMARK, message=says("jobs", "cluster_went_on"))
    raise ClusterUnavailable(says("jobs", "cluster_lost", tries=TRIES))


def _one_try(ray: Any, folder: Path, packed: bytes) -> None:
    order, nodes = json.loads((folder / ORDER).read_text()), nodes_of(ray)
    share = share_of(nodes, Resources(memory=order["memory"]))
    note_places(sum(share.times_in(node) for node in nodes))
    job = _sent(ray, share).remote(ray.put(packed), module_to_run(folder))
    try:
        _answer(ray, job.__ray_ready__.remote(), folder, patience=PATIENCE_S)
        while not _told(ray, job, folder):
            time.sleep(POLL_S)
    finally:
        _end(ray, job)


def _epoch_kept(folder: Path) -> int:
    """The last epoch whose state came back; 0 when the job begins again."""
    kept = [int(said["epoch"]) for said in read_events(folder) if said["event"] == SAVED]
    return max(kept, default=0)


def _sent(ray: Any, share: Share) -> Any:
    return ray.remote(RemoteJob).options(
        num_cpus=share.num_cpus, num_gpus=share.num_gpus, memory=share.memory or None
    )


def _told(ray: Any, job: Any, folder: Path) -> bool:
    """Repeat the latest news here; whether they were the last."""
    news: News = _answer(ray, job.news.remote(), folder)
    repeat(news, folder)
    return news.ended


def _answer(ray: Any, asked: Any, folder: Path, patience: float = math.inf) -> Any:
    """Wait however long it takes, but say so after `patience` seconds. Raises Stopped and
    ComputerLost."""
    say_so_at = time.monotonic() + patience
    while not ray.wait([asked], timeout=POLL_S)[0]:
        if stop_requested(folder):
            raise Stopped
        if time.monotonic() > say_so_at:
            report(folder, "note", message=says("jobs", "cluster_waits"))
            say_so_at = math.inf
    try:
        answer = ray.get(asked)
    except ray.exceptions.RayTaskError:
        raise
    except ray.exceptions.RayError as error:
        raise ComputerLost from error
    if stop_requested(folder):
        raise Stopped
    return answer


def _end(ray: Any, job: Any) -> None:
    """Nothing of it is left there: not its files, not its process, not its memory."""
    try:
        ray.get(job.clear.remote(), timeout=CLEAR_S)
    except ray.exceptions.RayError:
        pass  # not started yet, or gone already
    ray.kill(job)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(Path(sys.argv[1]))
