"""A second try, with smaller batches, for a job that ran out of memory. Worker processes only."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.jobs.queue.events import RESUMED
from core.training.finetune.device import SMALLEST_BATCH
from core.training.finetune.resume import saved_epoch
from core.training.finetune.settings import FineTuneSpec
from core.worker.training.device import is_out_of_memory
from core.worker.training.report_and_stop import Report

Run = Callable[[FineTuneSpec, Path, Report], dict[str, Any]]


def again_with_half_the_batch(
    run: Run, spec: FineTuneSpec, folder: Path, report: Report
) -> dict[str, Any]:
    """The results of `run`; out of memory, it goes on once from the last epoch, half the batch."""
    try:
        return run(spec, folder, report)
    except Exception as error:
        if not is_out_of_memory(error) or spec.at_once <= SMALLEST_BATCH:
            raise
    _give_back_memory()
    report(RESUMED, epoch=saved_epoch(folder))
    report("note", message=f"The memory ran out: once more with batches of {spec.at_once // 2}")
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
