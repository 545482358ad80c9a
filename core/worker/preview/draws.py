"""Draws of one picture: what training sees of it, again and again, by the real transforms.

Worker side (imports fastai). What previews share stands first: reading a request, fixing chance,
pictures as JSON carries them. Pictures stay decoded between requests: a turned knob only pays for
the transforms.
"""

import base64
import io
import random
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from core.vision.recipe import NORMALIZE_MEAN, NORMALIZE_STD, Item, Recipe
from core.worker.datablock import batch_transforms, item_transform, learner_callbacks

from fastai.data.transforms import IntToFloatTensor, ToTensor  # isort: skip
from fastai.vision.core import PILImage  # isort: skip
from fastai.torch_basics import Pipeline  # isort: skip

JPEG_QUALITY = 88


def recipe_of(request: dict[str, Any]) -> Recipe:
    """The learner's recipe in a request."""
    return Recipe.model_validate(request["recipe"])


def items_of(request: dict[str, Any]) -> list[Item]:
    """The learner's pictures in a request."""
    return [Item(Path(path), label, split) for path, label, split in request["items"]]


def fix_chance(seed: int) -> None:
    """The same seed gives the same draws: fastai draws from three generators."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def pixels(x: torch.Tensor) -> list[Any]:
    """A normalised batch (N, 3, H, W) as uint8 arrays (H, W, 3)."""
    plain = torch.as_tensor(x).as_subclass(torch.Tensor).cpu()
    unit = (plain * NORMALIZE_STD + NORMALIZE_MEAN).clamp(0, 1)
    return list((unit * 255).round().byte().permute(0, 2, 3, 1).numpy())


def jpeg(picture: Any) -> str:
    """A uint8 array (H, W, 3) as a base64 JPEG."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def tensor_facts(tensor: torch.Tensor) -> dict[str, Any]:
    """What a tensor is: its type, shape, dtype, least and greatest value."""
    plain = torch.as_tensor(tensor).as_subclass(torch.Tensor)
    return {
        "type": type(tensor).__name__,
        "shape": list(plain.shape),
        "dtype": str(plain.dtype),
        "least": float(plain.min()),
        "most": float(plain.max()),
    }


KEPT = 48


def draws(request: dict[str, Any]) -> dict[str, Any]:
    """One picture as training sees it in `count` draws, and as validation sees it, with timings.

    `steady`: without the chance of the item transform. `partners`, [path, label] each, are what
    mixup mixes in; "mixed" then says with what and how much of it, for each draw.
    """
    recipe, count = recipe_of(request), int(request["count"])
    path, mixing = str(request["path"]), learner_callbacks(recipe)
    fix_chance(request["seed"])
    started = time.perf_counter()
    resized = _resized_draws(recipe, path, count, bool(request.get("steady")))
    item_seconds = time.perf_counter() - started
    started = time.perf_counter()
    augmented = _augmented(recipe, resized)
    batch_seconds = time.perf_counter() - started
    mixed: list[tuple[str, float]] = []
    if mixing and request.get("partners"):
        augmented, mixed = _mixed(mixing[0], recipe, augmented, request["partners"])
    return {
        "pictures": [jpeg(drawn) for drawn in pixels(augmented)],
        "valid": _validation_jpeg(recipe.model_dump_json(), path),
        "mixed": mixed,
        "item_ms": 1000 * item_seconds / count,
        "batch_ms": 1000 * batch_seconds,
    }


@lru_cache(maxsize=KEPT)
def decoded(path: str) -> PILImage:
    """The picture of a file, kept: a stored picture never changes."""
    return PILImage.create(Path(path))


def resized(recipe: Recipe, path: str, split: int) -> torch.Tensor:
    """The picture after the item transforms: uint8 (3, size, size)."""
    pipeline = Pipeline([item_transform(recipe), ToTensor()], split_idx=split)
    tensor: torch.Tensor = pipeline(decoded(path))
    return tensor


def batch_pipeline(recipe: Recipe, split: int) -> Pipeline:
    """The batch transforms as training (split 0) or validation (1) runs them."""
    return Pipeline([IntToFloatTensor(), *batch_transforms(recipe)], split_idx=split)


def _resized_draws(recipe: Recipe, path: str, count: int, steady: bool) -> torch.Tensor:
    """(count, 3, size, size); only crops have a chance of their own, the others are made once."""
    chance = recipe.item_tfm in {"crop", "random_resized_crop"} and not steady
    if chance:
        return torch.stack([resized(recipe, path, split=0) for _ in range(count)])
    return torch.stack([resized(recipe, path, split=1)] * count)


def _augmented(recipe: Recipe, batch: torch.Tensor) -> torch.Tensor:
    """The batch after its transforms. fastai erases one box for a whole batch, so that draws that
    should differ go one by one."""
    pipeline = batch_pipeline(recipe, split=0)
    if not any(one.once_a_batch for one in recipe.switched_on()):
        done: torch.Tensor = pipeline(batch)
        return done
    return torch.cat([pipeline(one[None]) for one in batch])


def _mixed(
    mixup: Any, recipe: Recipe, batch: torch.Tensor, partners: list[list[str]]
) -> tuple[torch.Tensor, list[tuple[str, float]]]:
    """What mixup's `before_batch` does, with partners of other labels in place of the batch's own:
    the picture keeps a share of 0.5 to 1, drawn from mixup's own distribution."""
    chosen = [partners[place % len(partners)] for place in range(len(batch))]
    others = torch.stack([resized(recipe, path, split=1) for path, _ in chosen])
    others = batch_pipeline(recipe, split=1)(others)
    drawn = mixup.distrib.sample((len(batch),))
    share = torch.maximum(drawn, 1 - drawn)
    together = torch.lerp(others, batch, share[:, None, None, None])
    return together, [(label, float(s)) for (_, label), s in zip(chosen, 1 - share, strict=True)]


@lru_cache(maxsize=KEPT)
def _validation_jpeg(recipe: str, path: str) -> str:
    whole = Recipe.model_validate_json(recipe)
    batch = resized(whole, path, split=1)[None]
    return jpeg(pixels(batch_pipeline(whole, split=1)(batch))[0])
