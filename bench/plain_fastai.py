"""What a learner would write after the chapter: fastai's `fine_tune(1)`, timed.

    python -m bench.plain_fastai ORDER.json

The order has `train` and `valid` (lists of [path, label]), `vocab`, and `held_out` (the same,
perhaps empty). Imports are not timed. Prints one JSON line.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from core.worker.pretrained_lite0 import ARCHITECTURE, pretrained_lite0
from core.worker.torchvision_ops import ensure_torchvision_ops

ensure_torchvision_ops()

import pandas as pd  # noqa: E402
import torch  # noqa: E402
from fastai.vision.all import (  # noqa: E402
    CategoryBlock,
    ColReader,
    ColSplitter,
    DataBlock,
    ImageBlock,
    Learner,
    Normalize,
    RandomResizedCrop,
    accuracy,
    aug_transforms,
    set_seed,
    vision_learner,
)


def main() -> None:
    """Train as ordered, judge, print."""
    order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    set_seed(42, reproducible=True)
    start = time.perf_counter()
    learn = learner(order)
    with learn.no_bar(), learn.no_logging():
        learn.fine_tune(1)
        valid = float(learn.validate()[1])
        seconds = time.perf_counter() - start
        held_out = share_right(learn, order["held_out"])
    print(json.dumps({"seconds": seconds, "accuracy": valid, "held_out": held_out}))


def learner(order: dict[str, Any]) -> Learner:
    """The same backbone, weights, split and normalisation as the quick run's."""
    rows = [(*row, False) for row in order["train"]] + [(*row, True) for row in order["valid"]]
    block = DataBlock(
        blocks=(ImageBlock, CategoryBlock(vocab=order["vocab"], sort=False)),
        get_x=ColReader("path"),
        get_y=ColReader("label"),
        splitter=ColSplitter("is_valid"),
        item_tfms=RandomResizedCrop(224, min_scale=0.35),
        batch_tfms=[*aug_transforms(), Normalize.from_stats([0.5] * 3, [0.5] * 3)],
    )
    table = pd.DataFrame(rows, columns=["path", "label", "is_valid"])
    dls = block.dataloaders(table, bs=32, num_workers=0)
    learn = vision_learner(dls, ARCHITECTURE, pretrained=False, metrics=accuracy)
    body: Any = pretrained_lite0()
    body.reset_classifier(0)
    learn.model[0].model.load_state_dict(body.state_dict())
    return learn


def share_right(learn: Learner, pictures: list[tuple[str, str]]) -> float | None:
    """The accuracy on pictures of another source, 0…1; None where there are none."""
    if not pictures:
        return None
    table = pd.DataFrame(pictures, columns=["path", "label"])
    probabilities, _ = learn.get_preds(dl=learn.dls.test_dl(table))
    targets = torch.tensor([list(learn.dls.vocab).index(label) for _, label in pictures])
    return float((probabilities.argmax(dim=1) == targets).float().mean())


if __name__ == "__main__":
    main()
