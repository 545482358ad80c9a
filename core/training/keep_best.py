"""The fastai callback of early stopping: the best epoch's weights, and no waiting in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastai.callback.core import Callback, CancelFitException


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
