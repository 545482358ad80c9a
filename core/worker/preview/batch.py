"""One real batch, and how many there are: Datasets, DataLoader and DataLoaders counted.

Worker side (imports fastai). Takes a request as JSON gives it and returns what JSON can carry.
"""

from typing import Any

from core.worker.datablock import dataloaders
from core.worker.preview.parts import fix_chance, items_of, jpeg, pixels, recipe_of, tensor_facts

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
