"""What the pages show of fastai: a batch, draws of one picture, and DataBlock's own summary.

Worker side (imports fastai). Each function takes a request as JSON gives it and returns an answer
that JSON can carry; pictures travel as base64 JPEG.
"""

from __future__ import annotations

import base64
import contextlib
import io
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from core.vision.datablock import (
    batch_transforms,
    data_block,
    dataloaders,
    item_table,
    item_transform,
)
from core.vision.recipe import NORMALIZE_MEAN, NORMALIZE_STD, Item, Recipe
from core.vision.summary_story import story

from fastai.data.transforms import IntToFloatTensor, ToTensor  # isort: skip
from fastai.vision.core import PILImage  # isort: skip
from fastai.torch_basics import Pipeline  # isort: skip

JPEG_QUALITY = 88
SHOWN = 12


def batch(request: dict[str, Any]) -> dict[str, Any]:
    """One real training batch of the learner's DataLoaders: pictures, labels, shapes, counts."""
    _seed(request["seed"])
    loaders = dataloaders(_recipe(request), _items(request), request["vocab"], device="cpu")
    x, y = loaders.train.one_batch()
    shown = min(SHOWN, len(x))
    return {
        "pictures": [_jpeg(picture) for picture in _pixels(x[:shown])],
        "labels": [loaders.vocab[int(index)] for index in y[:shown]],
        "targets": [int(index) for index in y[:shown]],
        "x": _tensor_facts(x),
        "y": _tensor_facts(y),
        "train_items": len(loaders.train_ds),
        "valid_items": len(loaders.valid_ds),
        "train_batches": len(loaders.train),
        "valid_batches": len(loaders.valid),
    }


def draws(request: dict[str, Any]) -> dict[str, Any]:
    """One picture as training sees it in `count` draws, and as validation sees it, with timings."""
    recipe, count = _recipe(request), int(request["count"])
    _seed(request["seed"])
    picture = PILImage.create(Path(request["path"]))
    started = time.perf_counter()
    resized = [_resized(recipe, picture, split=0) for _ in range(count)]
    item_seconds = time.perf_counter() - started
    started = time.perf_counter()
    augmented = _batch_pipeline(recipe, split=0)(torch.stack(resized))
    batch_seconds = time.perf_counter() - started
    valid = _batch_pipeline(recipe, split=1)(_resized(recipe, picture, split=1)[None])
    return {
        "pictures": [_jpeg(drawn) for drawn in _pixels(augmented)],
        "valid": _jpeg(_pixels(valid)[0]),
        "item_ms": 1000 * item_seconds / count,
        "batch_ms": 1000 * batch_seconds,
    }


def summary(request: dict[str, Any]) -> dict[str, Any]:
    """`DataBlock.summary` as steps, and where it failed if it did: {"steps": […], "failure": …}."""
    printed, failure = io.StringIO(), ""
    block = data_block(_recipe(request), request["vocab"])
    with contextlib.redirect_stdout(printed):
        try:
            block.summary(item_table(_items(request)), bs=2, device="cpu", num_workers=0)
        except Exception as error:
            failure = f"{type(error).__name__}: {error}"
    return {"steps": [step._asdict() for step in story(printed.getvalue())], "failure": failure}


def _recipe(request: dict[str, Any]) -> Recipe:
    return Recipe.model_validate(request["recipe"])


def _items(request: dict[str, Any]) -> list[Item]:
    return [Item(Path(path), label, split) for path, label, split in request["items"]]


def _seed(seed: int) -> None:
    """The same seed gives the same draws: fastai draws from three generators."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def _resized(recipe: Recipe, picture: PILImage, split: int) -> torch.Tensor:
    """The picture after the item transforms: uint8 (3, size, size)."""
    tensor: torch.Tensor = Pipeline([item_transform(recipe), ToTensor()], split_idx=split)(picture)
    return tensor


def _batch_pipeline(recipe: Recipe, split: int) -> Pipeline:
    return Pipeline([IntToFloatTensor(), *batch_transforms(recipe)], split_idx=split)


def _pixels(x: torch.Tensor) -> list[Any]:
    """A normalised batch (N, 3, H, W) as uint8 arrays (H, W, 3)."""
    plain = torch.as_tensor(x).as_subclass(torch.Tensor).cpu()
    unit = (plain * NORMALIZE_STD + NORMALIZE_MEAN).clamp(0, 1)
    return list((unit * 255).round().byte().permute(0, 2, 3, 1).numpy())


def _jpeg(pixels: Any) -> str:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _tensor_facts(tensor: torch.Tensor) -> dict[str, Any]:
    plain = torch.as_tensor(tensor).as_subclass(torch.Tensor)
    return {
        "type": type(tensor).__name__,
        "shape": list(plain.shape),
        "dtype": str(plain.dtype),
        "least": float(plain.min()),
        "most": float(plain.max()),
    }
