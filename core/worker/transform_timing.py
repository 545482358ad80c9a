"""The same transforms timed on one picture at a time and on a whole batch.

Worker side (imports fastai).
"""

import time
from collections.abc import Callable
from typing import Any

import torch

from core.vision.recipe import Recipe
from core.worker.preview.draws import batch_pipeline, resized
from core.worker.preview.parts import fix_chance, recipe_of

ROUNDS = 3


def transform_timing(request: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds a picture for `batch_tfms`, one by one and as a batch, on `paths`.

    {"pictures", "one_by_one_ms", "batch_ms", "gpu_ms": None without a GPU, "gpu": its name}. The
    best of three rounds each: the machine may be busy with other things.
    """
    recipe = recipe_of(request)
    fix_chance(0)
    batch = torch.stack([resized(recipe, str(path), split=1) for path in request["paths"]])
    pipeline = batch_pipeline(recipe, split=0)
    answer = {
        "pictures": len(batch),
        "one_by_one_ms": _best(lambda: [pipeline(one[None]) for one in batch]) / len(batch),
        "batch_ms": _best(lambda: pipeline(batch)) / len(batch),
    }
    return {**answer, **_on_gpu(recipe, batch)}


def _on_gpu(recipe: Recipe, batch: torch.Tensor) -> dict[str, Any]:
    if not torch.cuda.is_available():
        return {"gpu_ms": None, "gpu": ""}
    there, pipeline = batch.cuda(), batch_pipeline(recipe, split=0)

    def transform() -> None:
        pipeline(there)
        torch.cuda.synchronize()

    transform()  # the first call loads the kernels
    return {"gpu_ms": _best(transform) / len(batch), "gpu": torch.cuda.get_device_name()}


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of the fastest of a few rounds."""
    return min(_milliseconds(work) for _ in range(ROUNDS))


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)
