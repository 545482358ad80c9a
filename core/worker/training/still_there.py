"""What of an order is still there when its turn comes: pictures and classes may have gone."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.content import says
from core.jobs.queue.events import REMARK, RESUMED
from core.project.project import Project, ProjectUnreadable
from core.training.enough import Need, shortage
from core.training.finetune.memory_plan import SMALLEST_BATCH
from core.training.finetune.resume import saved_epoch
from core.training.finetune.settings import CannotFineTune, FineTuneSpec, Picture
from core.worker.training.device import is_out_of_memory

Say = Callable[..., None]
Job = Callable[[FineTuneSpec, Path, Say], dict[str, Any]]


def with_what_is_there(job: Job, spec: FineTuneSpec, folder: Path, say: Say) -> dict[str, Any]:
    """The results of `job` on the pictures there are, also when some go while it runs. Raises
    CannotFineTune with a sentence when too few are left."""
    while True:
        order = still_there(spec, say)
        try:
            return job(order, folder, say)
        except FileNotFoundError:
            if all(picture.path.exists() for picture in order.pictures):
                raise
        say(RESUMED, epoch=saved_epoch(folder))


def still_there(spec: FineTuneSpec, say: Say) -> FineTuneSpec:
    """The order without the pictures whose files are gone; says so in a remark. Raises
    CannotFineTune when a whole class is gone, or too little is left to learn from."""
    left = [picture for picture in spec.pictures if picture.path.exists()]
    gone = len(spec.pictures) - len(left)
    if gone:
        _ensure_enough(spec, left)
        removed = "picture_removed" if gone == 1 else "pictures_removed"
        say(REMARK, message=says("worker", removed, count=gone))
    for name in _classes_gone(spec):
        say(REMARK, message=says("worker", "class_left", name=name))
    return spec.model_copy(update={"pictures": left})


def _ensure_enough(spec: FineTuneSpec, left: list[Picture]) -> None:
    ordered = {picture.label for picture in spec.pictures if picture.split == "train"}
    pairs = ((picture.label, picture.split) for picture in left)
    missing = shortage(ordered, pairs, Need(each=1, valid=1))
    if missing and missing.kind == "too few to check":
        raise CannotFineTune(says("worker", "valid_gone"))
    if missing:
        raise CannotFineTune(says("worker", "class_gone", name=missing.name))


def _classes_gone(spec: FineTuneSpec) -> list[str]:
    """The classes of the order that the project no longer has; none on another computer."""
    try:
        now = Project.open(spec.project).dataset.classes()
    except ProjectUnreadable:
        return []
    return [name for name in spec.vocab if name not in now]


Run = Callable[[FineTuneSpec, Path, Say], dict[str, Any]]


def again_with_half_the_batch(
    run: Run, spec: FineTuneSpec, folder: Path, report: Say
) -> dict[str, Any]:
    """The results of `run`; out of memory, it goes on once from the last epoch, half the batch."""
    try:
        return run(spec, folder, report)
    except Exception as error:
        if not is_out_of_memory(error) or spec.at_once <= SMALLEST_BATCH:
            raise
    _give_back_memory()
    report(RESUMED, epoch=saved_epoch(folder))
    report("note", message=says("worker", "half_batch", batch=spec.at_once // 2))
    return run(_halved(spec), folder, report) | {"memory_ran_out": True}


def _halved(spec: FineTuneSpec) -> FineTuneSpec:
    settings = spec.settings.model_copy(update={"bs": max(SMALLEST_BATCH, spec.at_once // 2)})
    return spec.model_copy(update={"settings": settings})


def _give_back_memory() -> None:
    """What the failed try held is free again (its traceback is gone by now)."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
