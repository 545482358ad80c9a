"""The fastai callback that tells the run's folder what happens and stops when asked."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from core.content import says
from core.training.finetune.progress import Progress
from core.worker.torchvision_ops import import_fastai
from core.worker.training.device import memory_now_mb, peak_memory_mb

import_fastai()

from fastai.callback.core import Callback, CancelFitException  # noqa: E402
from fastai.data.core import DataLoaders  # noqa: E402

Report = Callable[..., None]
REPORT_EVERY_S = 0.2


class Diverged(NamedTuple):
    """Where the loss became infinite or no number: epoch and batch from 1, the rate it had."""

    epoch: int
    batch: int
    rate: float

    def in_words(self, chosen: float) -> str:
        """Two sentences for the learner, who chose the highest rate: what happened, what helps."""
        return says("worker", "diverged", **self._asdict(), lower=chosen / 10)


class SaveEpoch(Callback):  # type: ignore[misc]
    """Calls `save(epoch)` after each epoch that was trained, epochs counted by `watch`."""

    order = 65  # after KeepBest, which may end the training here

    def __init__(self, watch: ReportAndStop, save: Callable[[int], None]) -> None:
        self.watch, self.save_epoch = watch, save

    def after_epoch(self) -> None:
        """Not after epochs that a resumed fine-tune skips."""
        if self.watch.trained:
            self.save_epoch(self.watch.epoch_number)


class ReportAndStop(Callback):  # type: ignore[misc]
    """Reports every batch and epoch; raises CancelFitException when `should_stop()`.

    `progress` counts over both halves of `fine_tune` (frozen, then all layers); `begin` is the
    epoch that a resumed fine-tune goes on from. `pause()` returns the seconds somebody made it
    wait. A loss that is no number any more ends the training, and `diverged` says where.
    """

    order = 60  # after the Recorder, which averages the losses

    def __init__(
        self,
        report: Report,
        should_stop: Callable[[], bool],
        progress: Progress,
        frozen: int,
        begin: int = 0,
        pause: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.report_event, self.should_stop, self.pause = report, should_stop, pause
        self.progress, self.frozen_epochs = progress, frozen
        self.epoch_number, self.last_report, self.trained = begin, 0.0, False
        self.diverged: Diverged | None = None

    def before_fit(self) -> None:
        """What ended the frozen half must also skip the other half."""
        self._stop_if_asked()
        if self.diverged:
            raise CancelFitException

    def before_epoch(self) -> None:
        """Start this epoch's clock."""
        self.trained = False
        self.epoch_started = time.monotonic()

    def before_train(self) -> None:
        """Count epochs over both halves, from 1; those of before a resume never come here."""
        self.epoch_number += 1
        self.trained = True

    def before_batch(self) -> None:
        """The place where *Stop* and *Pause* take hold, training or validating."""
        self.epoch_started += self.pause()
        self._stop_if_asked()

    def after_batch(self) -> None:
        """Say how far we are, at most a few times a second; an epoch's last batch always."""
        self._end_if_no_number(float(self.loss_grad_free))
        done = self.progress.batch_done(self.epoch_number, training=self.training)
        last = self.iter + 1 == self.n_iter
        if not last and time.monotonic() - self.last_report < REPORT_EVERY_S:
            return
        self.last_report = time.monotonic()
        self.report_event(
            "batch",
            **self._where(),
            fraction=done,
            loss=float(self.loss_grad_free),
            lr=self._rate,
            mom=float(self.opt.hypers[-1]["mom"]),
            memory_mb=memory_now_mb(),
        )

    def after_epoch(self) -> None:
        """The row fastai's own table would show, the memory it took, and its pictures' size."""
        if not self.trained:
            return
        train_loss, valid_loss, error = self.recorder.values[-1]
        self._end_if_no_number(float(valid_loss))
        self.report_event(
            "epoch",
            epoch=self.epoch_number,
            frozen=self._frozen,
            train_loss=float(train_loss),
            valid_loss=float(valid_loss),
            error_rate=float(error),
            seconds=time.monotonic() - self.epoch_started,
            memory_mb=peak_memory_mb(),
            size=int(self.xb[0].shape[-1]),
        )

    @property
    def loss_grad_free(self) -> Any:
        """The batch's loss as a plain tensor."""
        return self.learn.loss.detach()

    @property
    def _frozen(self) -> bool:
        return self.epoch_number <= self.frozen_epochs

    @property
    def _rate(self) -> float:
        return float(self.opt.hypers[-1]["lr"])

    def _end_if_no_number(self, loss: float) -> None:
        if not math.isfinite(loss):
            self.diverged = Diverged(self.epoch_number, self.iter + 1, self._rate)
            raise CancelFitException

    def _where(self) -> dict[str, Any]:
        return {
            "epoch": self.epoch_number,
            "batch": self.iter + 1,
            "batches": self.n_iter,
            "training": bool(self.training),
            "frozen": self._frozen,
        }

    def _stop_if_asked(self) -> None:
        if self.should_stop():
            raise CancelFitException


class KeepBest(Callback):  # type: ignore[misc]
    """Calls `keep()` when the validation loss is the lowest so far; stops `patience` epochs later.

    fastai's `SaveModelCallback` and `EarlyStoppingCallback` in one, which can be resumed: `losses`
    are the validation losses of the epochs before. The first `uncounted` epochs of this half are
    left out: progressive resizing gives them smaller pictures, which are another question.
    """

    order = 64  # after ReportAndStop and WatchPictures have said how the epoch went

    def __init__(
        self, keep: Callable[[], None], patience: int, losses: list[float], uncounted: int = 0
    ) -> None:
        self.keep, self.patience, self.losses = keep, patience, list(losses)
        self.uncounted, self.stopped_early = uncounted, False

    def before_epoch(self) -> None:
        """An epoch that was trained before a resume is skipped, and not judged again."""
        self.skipped = True

    def before_validate(self) -> None:
        """This one is being trained."""
        self.skipped = False

    def after_epoch(self) -> None:
        """Keep, or wait, or stop."""
        if self.skipped or self.epoch < self.uncounted:
            return
        self.losses.append(float(self.recorder.values[-1][1]))
        waited = self.uncounted + len(self.losses) - self.best
        if not waited:
            self.keep()
        elif waited >= self.patience:
            self.stopped_early = True
            raise CancelFitException

    @property
    def best(self) -> int:
        """Which epoch of this half had the lowest validation loss, from 1; 0 before the first."""
        known: Any = [loss if loss == loss else float("inf") for loss in self.losses]
        return self.uncounted + known.index(min(known)) + 1 if known else 0


class SmallPicturesFirst(Callback):  # type: ignore[misc]
    """Gives the learner `small` DataLoaders for the first `epochs`, counted by `watch`."""

    order = 63

    def __init__(self, watch: ReportAndStop, epochs: int, small: DataLoaders) -> None:
        self.watch, self.epochs, self.small = watch, epochs, small

    def before_fit(self) -> None:
        """What the learner came with is the full size."""
        self.full = self.learn.dls

    def before_epoch(self) -> None:
        """`watch` counts an epoch once it trains; this is the one before."""
        coming = self.watch.epoch_number + 1
        self.learn.dls = self.small if coming <= self.epochs else self.full

    def after_fit(self) -> None:
        """The learner is judged and exported at the full size, however its training ended."""
        self.learn.dls = self.full
