"""A fine-tune on one screen: plain fastai between an order (spec) and artefacts in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.jobs.events import read_events
from core.training import architectures, checkpoint
from core.training.artefacts import (
    OnBatch,
    judge,
    save_labels,
    save_learner,
    save_onnx,
    save_outcome,
)
from core.training.callback import Report, ReportAndStop, SaveEpoch
from core.training.clock import Clock
from core.training.device import (
    bytes_needed,
    device_name,
    fitting_batch,
    free_device_memory,
    peak_memory_mb,
)
from core.training.finetune_settings import FineTuneSettings, FineTuneSpec
from core.training.keep_best import KeepBest
from core.training.outcome import Outcome
from core.training.progress import Progress
from core.training.resume import epochs_so_far
from core.training.two_halves import fine_tune

# isort: split
import fastai.callback.progress  # noqa: F401  gives learners no_bar
import torch
from fastai.callback.core import CancelFitException
from fastai.callback.training import GradientAccumulation
from fastai.learner import Learner
from fastai.torch_core import set_seed

from core.jobs.local import stop_requested
from core.vision.datablock import dataloaders


def run(spec: FineTuneSpec, folder: Path, report: Report) -> dict[str, Any]:
    """Fine-tune as ordered, from the last epoch kept in the folder; returns the results.

    Reports as it goes. Raises CancelFitException when stopped, and whatever fails.
    """
    kept = checkpoint.load(folder)
    begin, clock = (int(kept["epoch"]), Clock(float(kept["seconds"]))) if kept else (0, Clock())
    set_seed(spec.settings.seed + begin)
    learn, bs = build_learner(spec, report)
    progress = _progress(learn, spec.settings, begin)
    where = {"device": str(learn.dls.device), "bs": bs}
    so_far = progress.done / progress.total
    report("started", **where, epochs=spec.settings.all_epochs, fraction=so_far)
    with learn.no_bar(), learn.no_logging():
        trained = _train(learn, spec, folder, report, progress, kept, clock)
        judged = _judge(learn, spec, folder, report, progress)
    _save(learn, judged, spec, folder, report)
    checkpoint.forget(folder)
    steps = len(learn.dls.train) * trained.pop("epochs_trained") // _batches_a_step(spec, bs)
    ended = {"seconds": clock.seconds, "steps": steps, "peak_mb": peak_memory_mb()}
    return {**_results(judged), **trained, **where, **ended}


def _train(
    learn: Learner,
    spec: FineTuneSpec,
    folder: Path,
    report: Report,
    progress: Progress,
    kept: dict[str, Any] | None,
    clock: Clock,
) -> dict[str, Any]:
    """Both halves, every epoch kept; how long it took, and what early stopping did."""
    settings, begin = spec.settings, int(kept["epoch"]) if kept else 0
    watch = ReportAndStop(
        report, lambda: stop_requested(folder), progress, settings.freeze_epochs, begin
    )

    def keep(epoch: int) -> None:
        checkpoint.save(learn, folder, epoch, clock.seconds)
        report("saved", epoch=epoch)

    early = _early_stopping(learn, settings, folder)
    fine_tune(learn, settings, [watch, SaveEpoch(watch, keep)], early, kept)
    took = {"training_seconds": clock.seconds, "training_cpu_seconds": clock.cpu_seconds}
    best = _take_the_best(learn, early, folder)
    return {**took, **best, "epochs_trained": watch.epoch_number}


def build_learner(spec: FineTuneSpec, report: Report) -> tuple[Learner, int]:
    """The learner of an order, untrained, and its batch size: what fits into the free memory."""
    device = device_name()
    arch, size = spec.settings.architecture, spec.recipe.size
    bs = fitting_batch(
        spec.at_once, lambda n: bytes_needed(n, size, arch), free_device_memory(device)
    )
    report("note", message="Reading the pictures and building the model")
    dls = dataloaders(
        spec.recipe, spec.items(), spec.vocab, bs=bs, device=torch.device(device), path=Path()
    )
    learn = architectures.learner(dls, spec.settings, spec.starting_head())
    if _batches_a_step(spec, bs) > 1:
        learn.add_cb(GradientAccumulation(n_acc=spec.bs))
    return learn, bs


def _batches_a_step(spec: FineTuneSpec, bs: int) -> int:
    """How many small batches add up to one step."""
    return -(-spec.bs // bs) if spec.settings.small_machine else 1


def _progress(learn: Learner, settings: FineTuneSettings, begin: int) -> Progress:
    """How far it is: the epochs of before a resume count as done."""
    train, valid = len(learn.dls.train), len(learn.dls.valid)
    progress = Progress(train, valid, settings.freeze_epochs, settings.epochs)
    for epoch in range(1, begin + 1):
        progress.epoch_done(frozen=epoch <= settings.freeze_epochs)
    return progress


def _early_stopping(learn: Learner, settings: FineTuneSettings, folder: Path) -> list[KeepBest]:
    if not settings.patience:
        return []
    rows = epochs_so_far(read_events(folder))
    losses = [float(row["valid_loss"]) for row in rows if not row["frozen"]]
    return [KeepBest(lambda: checkpoint.save_best(learn, folder), settings.patience, losses)]


def _take_the_best(learn: Learner, early: list[KeepBest], folder: Path) -> dict[str, Any]:
    """The weights of the best epoch where early stopping kept them, and what it did."""
    if not early or not early[0].best:
        return {}
    checkpoint.load_best(learn, folder)
    return {"best_unfrozen_epoch": early[0].best, "stopped_early": early[0].stopped_early}


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
