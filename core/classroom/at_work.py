"""What is at work in a project of a class, and how it ends before pictures go."""

import time

from core.jobs.background import stop_all
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.training.finetune.finetune import stop_finetune
from core.training.finetune.lr_find import stop_lr_find

_GONE_WITHIN_S = 10.0  # a process that trains is ended within three seconds
_LOOK_S = 0.2


def stop_work(project: Project) -> None:
    """Stop what trains or searches in a project, and wait until it has ended."""
    stop_all(project)
    stop_lr_find(project)
    running = [run for run in project.runs.all() if run.status not in ENDED]
    for run in running:
        stop_finetune(project, run.id)
    until = time.monotonic() + _GONE_WITHIN_S
    while running and time.monotonic() < until:
        running = [run for run in project.runs.all() if run.status not in ENDED]
        time.sleep(_LOOK_S if running else 0.0)
