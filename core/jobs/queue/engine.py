"""Which engine runs the jobs: this machine's own, or a teacher's cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.jobs.queue.local import LocalRunner
from core.jobs.queue.protocol import JobRunner, JobStatus
from core.jobs.ray.places import cluster_address
from core.jobs.ray.runner import RayRunner


def runner_for(home: Path, module: str, note: Callable[[Path, JobStatus], None]) -> JobRunner:
    """The runner of a home's jobs: the cluster's where DRIVETRAIN_RAY_ADDRESS is set.

    `module` is what does a job (`module.main(folder)`), `note` is told how jobs stand.
    """
    if cluster_address() is None:
        return LocalRunner(home, module, note)
    return RayRunner(home, module, note)
