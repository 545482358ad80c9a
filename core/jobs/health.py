"""The health of a server in figures: for who runs it, as JSON, for Prometheus, and on a page."""

import hmac
import logging
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from core.jobs.errors import errors_here
from core.jobs.queue.memory import free_memory, total_memory
from core.jobs.queue.queue import JobQueue
from core.jobs.queue.scheduler import FILE as QUEUE
from core.project.home_size import home_size
from core.project.reserve import disk_trouble
from core.project.servers import living

ADMIN = "DRIVETRAIN_ADMIN"
SHORTEST_KEY = 16
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """Bytes and counts of now. `learners` have a page of this process open; `processes` are all web
    processes of the home. `home_bytes` is counted once an hour, and None before. `errors` are those
    of this process in the last hour, by kind."""

    learners: int
    processes: int
    workspaces: int
    web_bytes: int
    memory_free_bytes: int
    memory_total_bytes: int
    home_bytes: int | None
    disk_free_bytes: int
    disk_trouble: str
    jobs_waiting: int
    jobs_running: int
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether new work can be kept."""
        return not self.disk_trouble

    def as_json(self) -> dict[str, Any]:
        """Return the figures by name, and "status": "ok" or what is wrong with the disk."""
        return {"status": self.disk_trouble or "ok", **asdict(self)}


def health(home: Path, learners: int) -> Health:
    """Return how this server stands; it takes milliseconds."""
    jobs = JobQueue(home / QUEUE).jobs() if (home / QUEUE).exists() else []
    return Health(
        learners=learners,
        processes=max(1, len(living(home))),
        workspaces=sum(1 for _ in home.glob("workspaces/*")),
        web_bytes=psutil.Process().memory_info().rss,
        memory_free_bytes=free_memory(),
        memory_total_bytes=total_memory(),
        home_bytes=home_size(home),
        disk_free_bytes=shutil.disk_usage(home).free,
        disk_trouble=disk_trouble(home),
        jobs_waiting=sum(not job.running for job in jobs),
        jobs_running=sum(job.running for job in jobs),
        errors=errors_here().of_the_last_hour(),
    )


def as_metrics(now: Health) -> str:
    """Return the figures in Prometheus' text format, version 0.0.4."""
    figures = {k: v for k, v in asdict(now).items() if isinstance(v, int)}
    lines = [line for name, value in figures.items() for line in _gauge(name, value)]
    lines += ["# TYPE drivetrain_errors_last_hour gauge"]
    lines += [
        f'drivetrain_errors_last_hour{{kind="{_label(kind)}"}} {count}'
        for kind, count in now.errors.items()
    ]
    return "\n".join([*lines, *_gauge("well", int(now.is_well))]) + "\n"


def _gauge(name: str, value: int) -> list[str]:
    return [f"# TYPE drivetrain_{name} gauge", f"drivetrain_{name} {value}"]


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def admin_is_set() -> bool:
    """Return whether this server has a key for who runs it; one that is too short counts as
    none."""
    key = os.environ.get(ADMIN, "")
    if 0 < len(key) < SHORTEST_KEY:
        LOG.warning("%s has fewer than %d characters and is passed over", ADMIN, SHORTEST_KEY)
    return len(key) >= SHORTEST_KEY


def is_admin(key: str) -> bool:
    """Return whether this is the key of who runs the server; the time it takes tells nothing."""
    known = os.environ.get(ADMIN, "").encode()
    return admin_is_set() and hmac.compare_digest(known, key.encode())
