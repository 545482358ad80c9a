"""Draws of one picture: what training sees of it, again and again, by the real transforms.

Worker side (imports fastai). Pictures stay decoded between requests: a turned knob only pays for
the transforms.
"""

import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch

from core.vision.recipe import Recipe
from core.worker.datablock import batch_transforms, item_transform, learner_callbacks
from core.worker.preview.parts import fix_chance, jpeg, pixels, recipe_of

from fastai.data.transforms import IntToFloatTensor, ToTensor  # isort: skip
from fastai.vision.core import PILImage  # isort: skip
from fastai.torch_basics import Pipeline  # isort: skip

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
