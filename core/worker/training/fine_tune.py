"""A fine-tune on one screen: plain fastai between an order (spec) and artefacts in a folder."""

import time
from functools import partial
from pathlib import Path
from typing import Any

import fastai.callback.progress  # noqa: F401  gives learners no_bar
from fastai.callback.core import Callback, CancelFitException
from fastai.learner import Learner
from fastai.torch_core import set_seed

from core.content import says
from core.jobs.queue.events import read_events, stop_requested
from core.training.finetune.memory_plan import gpu
from core.training.finetune.progress import Progress
from core.training.finetune.resume import epochs_so_far, forget, go_on, wait_while_paused
from core.training.finetune.settings import CannotFineTune, FineTuneSpec, pictures_to_watch
from core.training.outcome import FILE as OUTCOME
from core.training.outcome import Outcome
from core.worker.training import checkpoint
from core.worker.training.artefacts import (
    OnBatch,
    judge,
    save_labels,
    save_learner,
    save_onnx,
)
from core.worker.training.build_learner import batches_a_step, build_learner, small_dataloaders
from core.worker.training.device import peak_memory_mb
from core.worker.training.report_and_stop import (
    KeepBest,
    Report,
    ReportAndStop,
    SaveEpoch,
    SmallPicturesFirst,
)
from core.worker.training.resumable_fine_tune import fine_tune
from core.worker.training.watch_pictures import WatchPictures, before_training


class Clock:
    """Runs from its making; `before` are the seconds of the processes before a resume."""

    def __init__(self, before: float = 0.0) -> None:
        self._started = time.perf_counter() - before
        self._cpu_started = time.process_time()

    def leave_out(self, seconds: float) -> float:
        """Do not count these: it was paused. Returns them."""
        self._started += seconds
        return seconds

    @property
    def seconds(self) -> float:
        """All seconds so far."""
        return time.perf_counter() - self._started

    @property
    def cpu_seconds(self) -> float:
        """The processor's seconds of this process alone."""
        return time.process_time() - self._cpu_started


Kept = dict[str, Any] | None


def run(spec: FineTuneSpec, folder: Path, report: Report) -> dict[str, Any]:
    """Fine-tune as ordered, from the last epoch kept in the folder; returns the results. Reports as
    it goes. Raises CancelFitException when stopped, and whatever fails."""
    go_on(folder)
    card = gpu()
    kept = checkpoint.load(folder)
    begin, clock = (int(kept["epoch"]), Clock(float(kept["seconds"]))) if kept else (0, Clock())
    set_seed(spec.settings.seed + begin)
    learn, bs = build_learner(spec, report)
    progress = _progress(learn, spec, begin)
    where = {"device": str(learn.dls.device), "bs": bs}
    so_far = progress.done / progress.total
    report("started", **where, epochs=spec.settings.all_epochs, fraction=so_far)
    with learn.no_bar(), learn.no_logging():
        trained = _train(learn, spec, folder, report, progress, kept, clock)
        judged = _judge(learn, spec, folder, report, progress)
    _save(learn, judged, spec, folder, report)
    forget(folder)
    steps = len(learn.dls.train) * trained.pop("epochs_trained") // batches_a_step(spec, bs)
    ended = {"seconds": clock.seconds, "steps": steps, "peak_mb": peak_memory_mb()}
    before = {"card_before_mb": card.used_mb} if card else {}
    return {**judged.results(), **trained, **where, **ended, **before}


def _train(
    learn: Learner,
    spec: FineTuneSpec,
    folder: Path,
    report: Report,
    progress: Progress,
    kept: Kept,
    clock: Clock,
) -> dict[str, Any]:
    """Both halves, every epoch kept; how long it took, and what ended it before its last epoch."""
    settings, begin = spec.settings, int(kept["epoch"]) if kept else 0
    watch = ReportAndStop(
        report,
        lambda: stop_requested(folder),
        progress,
        settings.freeze_epochs,
        begin,
        pause=lambda: clock.leave_out(wait_while_paused(folder, report)),
    )

    def keep(epoch: int) -> None:
        checkpoint.save(learn, folder, epoch, clock.seconds)
        report("saved", epoch=epoch)

    early = _early_stopping(learn, spec, folder)
    pictures = _watch_pictures(learn, spec, watch, report)
    cbs = [watch, SaveEpoch(watch, keep), pictures, *_small_first(learn, spec, watch)]
    fine_tune(learn, settings, cbs, early, kept)
    took = {"training_seconds": clock.seconds, "training_cpu_seconds": clock.cpu_seconds}
    best = _take_the_best(learn, early, folder)
    broke = _take_the_last_whole(learn, watch, spec, folder, better=bool(best))
    return {**took, **best, **broke, "epochs_trained": watch.epoch_number}


def _progress(learn: Learner, spec: FineTuneSpec, begin: int) -> Progress:
    """How far it is: the epochs of before a resume count as done."""
    settings, train, valid = spec.settings, len(learn.dls.train), len(learn.dls.valid)
    small, full = settings.small_size or spec.recipe.size, spec.recipe.size
    progress = Progress(
        train,
        valid,
        settings.freeze_epochs,
        settings.epochs,
        small_epochs=settings.epochs_at_small_size(full),
        small_cost=(small / full) ** 2,
        last_look=-(-len(spec.pictures) // learn.dls.valid.bs),
    )
    for epoch in range(1, begin + 1):
        progress.epoch_done(epoch)
    return progress


def _watch_pictures(
    learn: Learner, spec: FineTuneSpec, watch: ReportAndStop, report: Report
) -> WatchPictures:
    """The pictures that are watched; a fresh fine-tune also says how it sees them untrained."""
    watched = pictures_to_watch(spec.pictures, spec.vocab)
    if not watch.epoch_number:
        before_training(learn, watched, report)
    return WatchPictures(watch, watched, report)


def _small_first(learn: Learner, spec: FineTuneSpec, watch: ReportAndStop) -> list[Callback]:
    epochs = spec.settings.epochs_at_small_size(spec.recipe.size)
    if not epochs:
        return []
    return [SmallPicturesFirst(watch, epochs, small_dataloaders(spec, learn.dls.train.bs))]


def _early_stopping(learn: Learner, spec: FineTuneSpec, folder: Path) -> list[KeepBest]:
    settings = spec.settings
    if not settings.patience:
        return []
    small = settings.epochs_at_small_size(spec.recipe.size)
    counted = max(settings.freeze_epochs, small)
    rows = epochs_so_far(read_events(folder))
    losses = [float(row["valid_loss"]) for row in rows if row["epoch"] > counted]
    keep = partial(checkpoint.save_best, learn, folder)
    return [KeepBest(keep, settings.patience, losses, counted - settings.freeze_epochs)]


def _take_the_best(learn: Learner, early: list[KeepBest], folder: Path) -> dict[str, Any]:
    """The weights of the best epoch where early stopping kept them, and what it did."""
    if not early or not early[0].best:
        return {}
    checkpoint.load_best(learn, folder)
    return {"best_unfrozen_epoch": early[0].best, "stopped_early": early[0].stopped_early}


def _take_the_last_whole(
    learn: Learner, watch: ReportAndStop, spec: FineTuneSpec, folder: Path, *, better: bool
) -> dict[str, Any]:
    """After a loss that was no number: the last epoch before it, unless there is a `better` one.
    Raises CannotFineTune with what happened when no epoch was whole."""
    if watch.diverged is None:
        return {}
    said, kept = watch.diverged.in_words(spec.settings.lr), checkpoint.load(folder)
    if kept is None:
        raise CannotFineTune(said)
    if not better:
        learn.model.load_state_dict(kept["model"])
    return {"diverged": said, "diverged_after": int(kept["epoch"])}


def _judge(
    learn: Learner, spec: FineTuneSpec, folder: Path, report: Report, progress: Progress
) -> Outcome:
    if stop_requested(folder):
        raise CancelFitException
    report("note", message=says("worker", "looking_again"))

    def one_more() -> None:
        report("looked", fraction=progress.looked())

    return judge(learn, spec, OnBatch(one_more, lambda: stop_requested(folder)))


def _save(
    learn: Learner, judged: Outcome, spec: FineTuneSpec, folder: Path, report: Report
) -> None:
    report("note", message=says("worker", "saving"))
    judged.save(folder / OUTCOME)
    save_learner(learn, folder)
    save_onnx(learn, folder, spec.recipe.size)
    save_labels(spec, folder)
