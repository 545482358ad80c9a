"""`DataBlock.summary` as a story, and DataBlocks that are broken on purpose.

Worker side (imports fastai). Takes a request as JSON gives it and returns what JSON can carry.
"""

import contextlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from core.project.places import without_places
from core.vision.summary_story import story
from core.worker.datablock import batch_transforms, data_block, item_table, item_transform
from core.worker.preview.draws import fix_chance, items_of, recipe_of

from fastai.data.block import CategoryBlock, DataBlock  # isort: skip
from fastai.data.core import DataLoaders  # isort: skip
from fastai.data.transforms import (  # isort: skip
    ColReader,
    ColSplitter,
    RandomSplitter,
    get_image_files,
    parent_label,
)
from fastai.vision.data import ImageBlock  # isort: skip

BATCH = 16

Outcome = dict[str, Any]


def summary(request: dict[str, Any]) -> dict[str, Any]:
    """`DataBlock.summary` as steps, and where it failed if it did: {"steps": […], "failure": …}."""
    printed, failure = io.StringIO(), ""
    block = data_block(recipe_of(request), request["vocab"])
    with contextlib.redirect_stdout(printed):
        try:
            block.summary(item_table(items_of(request)), bs=2, device="cpu", num_workers=0)
        except Exception as error:
            failure = f"{type(error).__name__}: {without_places(str(error))}"
    return {
        "steps": [step._asdict() for step in story(without_places(printed.getvalue()))],
        "failure": failure,
    }


def broken(request: dict[str, Any]) -> Outcome:
    """What fastai really does with the DataBlock of an experiment (a key of EXPERIMENTS).

    {"failure": its own words, "" where it did not stop; "x": the shape of the batch it then made,
    "y": the different labels in that batch}.
    """
    fix_chance(0)
    try:
        x, y = EXPERIMENTS[request["experiment"]](request)
    except Exception as error:
        failure = f"{type(error).__name__}: {without_places(str(error))}"
        return {"failure": failure, "x": [], "y": []}
    return {"failure": "", "x": list(x.shape), "y": sorted({int(index) for index in y})}


def _block(request: dict[str, Any], **changed: Any) -> DataBlock:
    """The learner's DataBlock with one answer changed."""
    recipe = recipe_of(request)
    answers = {
        "blocks": (ImageBlock, CategoryBlock),
        "get_x": ColReader("path"),
        "get_y": ColReader("label"),
        "splitter": ColSplitter("is_valid"),
        "item_tfms": item_transform(recipe),
        "batch_tfms": batch_transforms(recipe),
    }
    return DataBlock(**{**answers, **changed})


def _loaded(request: dict[str, Any], **changed: Any) -> DataLoaders:
    table = item_table(items_of(request))
    return _block(request, **changed).dataloaders(table, bs=BATCH, num_workers=0, device="cpu")


def _no_files(request: dict[str, Any]) -> Any:
    walking = {"get_x": None, "get_items": get_image_files, "get_y": parent_label}
    with tempfile.TemporaryDirectory() as empty:
        block = _block(request, **walking, splitter=RandomSplitter(seed=42))
        return block.dataloaders(Path(empty), bs=BATCH, num_workers=0, device="cpu").one_batch()


def _label_some_none(request: dict[str, Any]) -> Any:
    forgotten = request["vocab"][-1]

    def label(row: pd.Series) -> str | None:
        return None if row["label"] == forgotten else str(row["label"])

    return _loaded(request, get_y=label).one_batch()


EXPERIMENTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no_resize": lambda asked: _loaded(asked, item_tfms=None).one_batch(),
    "no_files": _no_files,
    "label_none": lambda asked: _loaded(asked, get_y=lambda row: None).one_batch(),
    "label_some_none": _label_some_none,
    "class_forgotten": lambda asked: _loaded(
        asked, blocks=(ImageBlock, CategoryBlock(vocab=asked["vocab"][:-1]))
    ).one_batch(),
    "nothing_held_out": lambda asked: _loaded(
        asked, splitter=RandomSplitter(valid_pct=0)
    ).valid.one_batch(),
}
