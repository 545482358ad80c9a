"""One real batch, and how many there are: Datasets, DataLoader and DataLoaders counted.

Worker side (imports fastai). Takes a request as JSON gives it and returns what JSON can carry.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from core.vision.recipe import Recipe
from core.worker.datablock import item_transform
from core.worker.preview.draws import (
    batch_pipeline,
    decoded,
    fix_chance,
    jpeg,
    pixels,
    recipe_of,
    resized,
)

from fastai.data.transforms import IntToFloatTensor, Normalize, ToTensor  # isort: skip
from fastai.torch_basics import Pipeline  # isort: skip

from core.worker.datablock import dataloaders
from core.worker.preview.draws import items_of, tensor_facts

SHOWN = 12


def batch(request: dict[str, Any]) -> dict[str, Any]:
    """One training batch of the learner's DataLoaders: pictures, labels, tensors, counts."""
    fix_chance(request["seed"])
    loaders = dataloaders(recipe_of(request), items_of(request), request["vocab"], device="cpu")
    x, y = loaders.train.one_batch()
    shown = min(SHOWN, len(x))
    return {
        "pictures": [jpeg(picture) for picture in pixels(x[:shown])],
        "labels": [loaders.vocab[int(index)] for index in y[:shown]],
        "targets": [int(index) for index in y[:shown]],
        "vocab": list(loaders.vocab),
        "x": tensor_facts(x),
        "y": tensor_facts(y),
        "pair": _pair(loaders.train_ds),
        "train_items": len(loaders.train_ds),
        "valid_items": len(loaders.valid_ds),
        "train_batches": len(loaders.train),
        "valid_batches": len(loaders.valid),
    }


def _pair(dataset: Any) -> dict[str, Any]:
    """What the pair number 0 of a Datasets is: a picture of its own size, a whole number."""
    picture, target = dataset[0]
    return {
        "x": type(picture).__name__,
        "width": picture.width,
        "height": picture.height,
        "y": type(target).__name__,
        "target": int(target),
    }


NOT_SEEN = (ToTensor, IntToFloatTensor, Normalize)


def stages(request: dict[str, Any]) -> dict[str, list[str]]:
    """The picture of `path` in one draw: a JPEG after each transform, in the order they run.
    {"item": […], "batch": […]}; "" after a transform that changes the numbers and not the look."""
    recipe = recipe_of(request)
    fix_chance(request["seed"])
    picture: Any = decoded(str(request["path"]))
    made: dict[str, list[str]] = {"item": [], "batch": []}
    for tfm in Pipeline([item_transform(recipe), ToTensor()], split_idx=0).fs:
        picture = tfm(picture, split_idx=0)
        made["item"].append("" if isinstance(tfm, NOT_SEEN) else jpeg(np.asarray(picture)))
    batch, normalised = picture[None], False
    for tfm in batch_pipeline(recipe, split=0).fs:
        batch = tfm(batch, split_idx=0)
        normalised = normalised or isinstance(tfm, Normalize)
        made["batch"].append("" if isinstance(tfm, NOT_SEEN) else _shown(batch, normalised))
    return made


def _shown(batch: Any, normalised: bool) -> str:
    return jpeg(pixels(batch if normalised else batch * 2 - 1)[0])


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
