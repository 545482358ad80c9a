"""The recipe as fastai objects. Worker processes only: importing this imports fastai.

Nothing inside the `DataLoaders` needs this project to be opened, so a learner exported from them
opens anywhere fastai is installed.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from core.content import says
from core.vision.augment.augmentation import FASTAI, TORCHVISION, Call
from core.vision.recipe import (
    NORMALIZE_MEAN,
    NORMALIZE_STD,
    Item,
    Recipe,
)
from core.worker.each_picture import each_picture
from core.worker.torchvision_ops import import_fastai

import_fastai()

from fastai.callback.core import Callback  # noqa: E402
from fastai.data.block import CategoryBlock, DataBlock  # noqa: E402
from fastai.data.core import DataLoaders  # noqa: E402
from fastai.data.transforms import ColReader, ColSplitter, Normalize  # noqa: E402
from fastai.vision import all as vision  # noqa: E402
from fastai.vision.data import ImageBlock  # noqa: E402
from fastcore.foundation import L  # noqa: E402
from torchvision.transforms import v2  # noqa: E402


def dataloaders(
    recipe: Recipe, items: Sequence[Item], vocab: Sequence[str], **options: Any
) -> DataLoaders:
    """fastai's DataLoaders over `items`: batches of (bs, 3, size, size) float32 in about [-1, 1].

    `options` go to fastai as they are (`bs`, `device`, `num_workers`, `path`); a batch is never
    larger than the training set, whose last, incomplete batch fastai drops. Raises ValueError when
    train or valid would be empty.
    """
    table = item_table(items)
    for wanted, missing in ((False, "no_training_picture"), (True, "no_validation_picture")):
        if not (table["is_valid"] == wanted).any():
            raise ValueError(says("worker", missing))
    settings = {"bs": recipe.bs, "num_workers": 0, **options}
    settings["bs"] = min(settings["bs"], int((~table["is_valid"]).sum()))
    return data_block(recipe, vocab).dataloaders(table, **settings)


def data_block(recipe: Recipe, vocab: Sequence[str]) -> DataBlock:
    """The answers to the four questions, and the two lists of transforms."""
    return DataBlock(
        blocks=(ImageBlock, CategoryBlock(vocab=list(vocab), sort=False)),
        get_x=ColReader("path"),
        get_y=ColReader("label"),
        splitter=ColSplitter("is_valid"),
        item_tfms=item_transform(recipe),
        batch_tfms=batch_transforms(recipe),
    )


def item_table(items: Sequence[Item]) -> pd.DataFrame:
    """One row per picture: `path`, `label`, `is_valid`; test pictures are left out."""
    rows = [
        (str(item.path), item.label, item.split == "valid")
        for item in items
        if item.split in {"train", "valid"}
    ]
    return pd.DataFrame(rows, columns=["path", "label", "is_valid"])


def item_transform(recipe: Recipe) -> Any:
    """`Resize` or `RandomResizedCrop`, as fastai gives it."""
    return _made(recipe.item_call())


def batch_transforms(recipe: Recipe) -> list[Any]:
    """The augmentations as chosen, then the normalisation every model of ours expects."""
    calls = recipe.batch_calls()
    chosen = [tfm for call in calls if call.module == FASTAI for tfm in _listed(_made(call))]
    others = [_made(call) for call in calls if call.module == TORCHVISION]
    together = [each_picture(*others)] if others else []
    normalize = Normalize.from_stats([NORMALIZE_MEAN] * 3, [NORMALIZE_STD] * 3)
    return [*chosen, *together, normalize]


def learner_callbacks(recipe: Recipe) -> list[Callback]:
    """The callbacks a learner needs for this recipe: MixUp, or none."""
    return [_made(call) for call in recipe.learner_callbacks()]


def _made(call: Call) -> Any:
    if call.module == FASTAI:
        return getattr(vision, call.name)(**call.arguments)
    tfm = getattr(v2, call.name)(**call.arguments)
    return tfm if call.p is None else v2.RandomApply([tfm], p=call.p)


def _listed(made: Any) -> list[Any]:
    """`aug_transforms` makes several transforms, the others one."""
    return list(made) if isinstance(made, (list, L)) else [made]
