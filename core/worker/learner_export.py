"""export.pkl of a quick run: our head on timm's backbone, as a Learner fastai can load anywhere.

Runs in the warm worker only (it imports torch). What it pickles is made of fastai's, timm's and
torch's own classes, so that `load_learner` needs nothing of this repository.
"""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.content import says
from core.production.run_files import EXPORT, LABELS, quick_head
from core.training.renamed_runs import OLD_NAMES
from core.vision.model_labels import ModelLabels
from core.worker.learner_pickle import write_learner
from core.worker.pretrained_lite0 import pretrained_lite0
from core.worker.torchvision_ops import ensure_torchvision_ops


def export_quick(request: dict[str, Any]) -> dict[str, Any]:
    """Write export.pkl for the run folder `request["folder"]` (head.npz and labels.json in it).
    Returns {"path": …, "bytes": …}. The file appears whole or not at all."""
    folder = Path(request["folder"])
    labels = ModelLabels.read(folder / LABELS)
    head = quick_head(folder)
    target = folder / EXPORT
    write_learner(_learner(labels, head.coef, head.intercept), target)
    return {"path": str(target), "bytes": target.stat().st_size}


def export_again(request: dict[str, Any]) -> dict[str, Any]:
    """Write the export.pkl of a fine-tune of before once more, as it may leave this machine, and
    with the names that its classes have now.

    Only a file that a fine-tune on this server left in the run folder `request["folder"]`: no saved
    project brings one.
    """
    ensure_torchvision_ops()
    from fastai.vision.all import load_learner

    folder = Path(request["folder"])
    target, before = folder / EXPORT, folder / OLD_NAMES
    learn = load_learner(target if target.exists() else before)
    _call_classes(learn, ModelLabels.read(folder / LABELS).vocab)
    write_learner(learn, target)
    before.unlink(missing_ok=True)
    return {"path": str(target), "bytes": target.stat().st_size}


def _call_classes(learn: Any, names: list[str]) -> None:
    """Give the learner's classes these names, in the order of its answers. Raises ValueError where
    there are more or fewer."""
    from fastai.vision.all import Categorize, CategoryMap

    if len(names) != len(learn.dls.vocab):
        raise ValueError(says("worker", "model_another_number"))
    lists = [one for loader in learn.dls.loaders for one in loader.dataset.tls]
    for transform in (each for one in lists for each in one.tfms.fs):
        if isinstance(transform, Categorize):
            transform.vocab = CategoryMap(names, sort=False)


def _learner(labels: ModelLabels, coef: NDArray[Any], intercept: NDArray[Any]) -> Any:
    ensure_torchvision_ops()
    from fastai.vision.all import CrossEntropyLossFlat, Learner, accuracy

    model = _lite0_with_head(coef, intercept)
    return Learner(_dataloaders(labels), model, loss_func=CrossEntropyLossFlat(), metrics=accuracy)


def _lite0_with_head(coef: NDArray[Any], intercept: NDArray[Any]) -> Any:
    """timm's EfficientNet-Lite0 with its ImageNet weights and our linear head."""
    import torch

    model: Any = pretrained_lite0()
    model.reset_classifier(len(coef))
    with torch.no_grad():
        model.classifier.weight.copy_(torch.from_numpy(coef.astype(np.float32)))
        model.classifier.bias.copy_(torch.from_numpy(intercept.astype(np.float32)))
    return model.eval()


def _dataloaders(labels: ModelLabels) -> Any:
    """DataLoaders that prepare a picture as ours do; their only picture is a blank one, so no
    picture, path or name of the learner's goes into the file."""
    from fastai.vision.all import CategoryBlock, ImageDataLoaders, Normalize

    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.png"
        Image.new("RGB", (labels.size, labels.size)).save(blank)
        return ImageDataLoaders.from_lists(
            ".",
            [blank, blank],
            labels.vocab[:2],
            valid_pct=0.5,
            y_block=CategoryBlock(vocab=labels.vocab, sort=False),
            item_tfms=_resize(labels),
            batch_tfms=Normalize.from_stats(labels.mean, labels.std, cuda=False),
            bs=1,
            device="cpu",
        )


def _resize(labels: ModelLabels) -> Any:
    from fastai.vision.all import RandomResizedCrop, Resize

    if labels.resize == "random_resized_crop":
        return RandomResizedCrop(labels.size)
    return Resize(labels.size, method=labels.resize, pad_mode=labels.pad)
