"""A fine-tune on one screen: plain fastai between an order (spec) and artefacts in a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from core.training import architectures
from core.training.artefacts import (
    OnBatch,
    judge,
    save_labels,
    save_learner,
    save_onnx,
    save_outcome,
)
from core.training.callback import Report, ReportAndStop
from core.training.device import bytes_needed, device_name, fitting_batch, free_device_memory
from core.training.finetune_settings import FineTuneSpec
from core.training.outcome import Outcome
from core.training.progress import Progress

# isort: split
import fastai.callback.progress  # gives learners no_bar
import fastai.callback.schedule  # noqa: F401  gives learners fine_tune
import torch
from fastai.callback.core import CancelFitException
from fastai.learner import Learner
from fastai.torch_core import set_seed

from core.jobs.local import stop_requested
from core.vision.datablock import dataloaders


def run(spec: FineTuneSpec, folder: Path, report: Report) -> dict[str, Any]:
    """Fine-tune as ordered; returns the results (accuracy, correct, valid, valid_loss, …).

    Reports as it goes. Raises CancelFitException when stopped, and whatever fails.
    """
    settings, started = spec.settings, time.time()
    set_seed(settings.seed)
    learn, bs = _learner(spec, report)
    progress = Progress(
        len(learn.dls.train), len(learn.dls.valid), settings.freeze_epochs, settings.epochs
    )
    report("started", device=str(learn.dls.device), bs=bs, epochs=settings.all_epochs)
    watch = ReportAndStop(report, lambda: stop_requested(folder), progress, settings.freeze_epochs)
    with learn.no_bar(), learn.no_logging():
        learn.fine_tune(
            settings.epochs, settings.lr, freeze_epochs=settings.freeze_epochs, cbs=[watch]
        )
        judged = _judge(learn, spec, folder, report, progress)
    _save(learn, judged, spec, folder, report)
    return {
        **_results(judged),
        "seconds": time.time() - started,
        "device": str(learn.dls.device),
        "bs": bs,
        "steps": len(learn.dls.train) * settings.all_epochs,
    }


def _learner(spec: FineTuneSpec, report: Report) -> tuple[Learner, int]:
    device = device_name()
    arch, size = spec.settings.architecture, spec.recipe.size
    bs = fitting_batch(spec.bs, lambda n: bytes_needed(n, size, arch), free_device_memory(device))
    report("note", message="Reading the pictures and building the model")
    dls = dataloaders(
        spec.recipe, spec.items(), spec.vocab, bs=bs, device=torch.device(device), path=Path()
    )
    return architectures.learner(dls, spec.settings), bs


def _judge(
    learn: Learner, spec: FineTuneSpec, folder: Path, report: Report, progress: Progress
) -> Outcome:
    if stop_requested(folder):
        raise CancelFitException
    report("note", message="Looking at every picture once more with the finished model")

    def one_more() -> None:
        report("looked", fraction=progress.batch_done(training=False))

    return judge(learn, spec, OnBatch(one_more, lambda: stop_requested(folder)))


def _save(
    learn: Learner, judged: Outcome, spec: FineTuneSpec, folder: Path, report: Report
) -> None:
    report("note", message="Saving the model")
    save_outcome(judged, folder)
    save_learner(learn, folder)
    save_onnx(learn, folder, spec.recipe.size)
    save_labels(spec, folder)


def _results(judged: Outcome) -> dict[str, Any]:
    valid = judged.part("valid")
    return {
        "accuracy": valid.accuracy,
        "correct": valid.correct,
        "valid": len(valid.targets),
        "valid_loss": float(valid.losses.mean()),
    }
