"""Which engine runs the jobs: this machine's own, or a teacher's cluster."""

from collections.abc import Callable
from pathlib import Path

from core.jobs.queue.local import LocalRunner
from core.jobs.queue.protocol import JobRunner, JobStatus, Resources
from core.jobs.ray import job as ray_job
from core.jobs.ray.places import cluster_address

MODULE = "core.jobs.ray.job"
MESSENGER_BYTES = 300 * 2**20


class RayRunner(LocalRunner):
    """The local line, turns, stops and restarts; but each job's process here is a messenger.

    It needs little of this machine's memory, whatever the job needs of the cluster's.
    """

    def __init__(self, home: Path, module: str, note: Callable[[Path, JobStatus], None]) -> None:
        super().__init__(home, MODULE, note)
        self._does_the_job = module

    def submit(self, folder: Path, need: Resources = Resources()) -> None:  # noqa: B008  frozen
        """Queue the job; it is sent to the cluster when it is its turn and there is room."""
        ray_job.write_order(folder, self._does_the_job, need)
        super().submit(folder, Resources(MESSENGER_BYTES, need.work))


def runner_for(home: Path, module: str, note: Callable[[Path, JobStatus], None]) -> JobRunner:
    """The runner of a home's jobs: the cluster's where DRIVETRAIN_RAY_ADDRESS is set.

    `module` is what does a job (`module.main(folder)`), `note` is told how jobs stand.
    """
    if cluster_address() is None:
        return LocalRunner(home, module, note)
    return RayRunner(home, module, note)
