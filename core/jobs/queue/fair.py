"""Whose turn is next: the workspace that had the machine least of late, then first come."""

from collections.abc import Callable, Mapping, Sequence

from core.jobs.queue.queue import Job

LATELY_S = 600.0
UNKNOWN_S = 60.0


def since(jobs: Sequence[Job], now: float) -> float:
    """From when on device-seconds count: ten minutes ago, or when the first waiting job came.

    The latter, or a long wait would make the others forget who had the machine meanwhile.
    """
    return min([now - LATELY_S, *(job.added for job in jobs if not job.running)])


def in_turn(
    jobs: Sequence[Job],
    used: Mapping[str, float],
    now: float,
    expected: Callable[[Job], float | None] = lambda job: None,
) -> list[Job]:
    """The waiting jobs in the order in which they will start, should nobody else come.

    `used` are the seconds of ended jobs by workspace since `since`; running ones are added here.
    """
    had = dict(used)
    for job in jobs:
        if job.running:
            _add(had, job, now - max(job.started, since(jobs, now)))
    waiting, order = [job for job in jobs if not job.running], []
    while waiting:
        job = min(waiting, key=lambda one: (had.get(one.workspace, 0.0), one.id))
        waiting.remove(job)
        order.append(job)
        _add(had, job, expected(job) or UNKNOWN_S)
    return order


def waits(
    order: Sequence[Job],
    left: Sequence[float | None],
    expected: Callable[[Job], float | None],
    at_once: int,
) -> list[float | None]:
    """How many seconds each job of `order` waits; None from where on nobody can know.

    `left` are the seconds that the running jobs still take.
    """
    free_at: list[float | None] = [*left, *([0.0] * (at_once - len(left)))]
    found: list[float | None] = []
    for job in order:
        if None in free_at:
            return found + [None] * (len(order) - len(found))
        start = min(moment for moment in free_at if moment is not None)
        takes = expected(job)
        free_at.remove(start)
        free_at.append(None if takes is None else start + takes)
        found.append(start)
    return found


def _add(had: dict[str, float], job: Job, seconds: float) -> None:
    had[job.workspace] = had.get(job.workspace, 0.0) + max(0.0, seconds)
