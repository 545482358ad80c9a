"""What a fine-tune leaves behind: its judgement of every picture, and the model in two formats."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastai.callback.fp16  # noqa: F401  gives learners to_fp32
import numpy as np
import torch
from fastai.callback.core import Callback, CancelFitException
from fastai.learner import Learner

from core.training.finetune.settings import FineTuneSpec
from core.training.outcome import Outcome
from core.vision.model_labels import INPUT, OUTPUT, ModelLabels
from core.worker.datablock import item_table
from core.worker.learner_pickle import write_learner

EXPORT, ONNX, LABELS = "export.pkl", "model.onnx", "labels.json"


class OnBatch(Callback):  # type: ignore[misc]
    """Calls `on_batch` for each batch of a prediction; stops it when `should_stop()`."""

    def __init__(self, on_batch: Callable[[], None], should_stop: Callable[[], bool]) -> None:
        self.on_batch, self.should_stop = on_batch, should_stop

    def before_batch(self) -> None:
        """Stop between two batches."""
        if self.should_stop():
            raise CancelFitException

    def after_batch(self) -> None:
        """One more batch is looked at."""
        self.on_batch()


def judge(learn: Learner, spec: FineTuneSpec, watch: OnBatch) -> Outcome:
    """The probabilities of every picture, the locked test set's too, seen as validation sees."""
    table = item_table([item._replace(split="valid") for item in spec.items()])
    dl = learn.dls.test_dl(table, num_workers=0)
    probs, _ = learn.get_preds(dl=dl, cbs=[watch])
    return Outcome(
        vocab=spec.vocab,
        image_ids=[picture.id for picture in spec.pictures],
        splits=[picture.split for picture in spec.pictures],
        targets=np.array([spec.vocab.index(p.label) for p in spec.pictures], dtype=np.int64),
        probs=probs.numpy().astype(np.float32),
    )


def save_learner(learn: Learner, folder: Path) -> None:
    """Write export.pkl: a plain fastai learner that `load_learner` opens anywhere."""
    learn.to_fp32()
    write_learner(learn, folder / EXPORT)


def save_onnx(learn: Learner, folder: Path, size: int) -> None:
    """Write model.onnx, one file: preprocessed float32 (N, 3, size, size) in, probabilities out."""
    model: Any = torch.nn.Sequential(learn.model, torch.nn.Softmax(dim=1)).cpu().eval()
    partial = folder / f"{ONNX}.part"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (torch.zeros(2, 3, size, size),),
            partial,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {0: "N"}, OUTPUT: {0: "N"}},
            dynamo=False,  # the other exporter takes 14 s where this one takes 1 s
        )
    partial.replace(folder / ONNX)


def save_labels(spec: FineTuneSpec, folder: Path) -> None:
    """Write labels.json: the classes in the model's order and how to prepare a picture."""
    labels = ModelLabels.of(spec.vocab, spec.recipe.preprocess())
    (folder / LABELS).write_text(labels.to_json(), encoding="utf-8")
