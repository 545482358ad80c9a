"""fastai's `fine_tune` from any epoch: first the head alone, then all layers. Workers only."""

from collections.abc import Sequence
from typing import Any

import fastai.callback.schedule  # noqa: F401  gives learners fit_one_cycle
from fastai.callback.core import Callback
from fastai.learner import Learner

from core.training.finetune.settings import FineTuneSettings
from core.worker.training.checkpoint import restore_optimizer

LR_MULT, PCT_START, DIV = 100, 0.3, 5.0
"""fastai's own defaults of `fine_tune`."""


def fine_tune(
    learn: Learner,
    settings: FineTuneSettings,
    cbs: Sequence[Callback],
    unfrozen_cbs: Sequence[Callback] = (),
    kept: dict[str, Any] | None = None,
) -> None:
    """`learn.fine_tune(epochs, lr, freeze_epochs=…)`, going on after the epoch of `kept`.

    `cbs` see both halves, `unfrozen_cbs` the second one. The learning rate goes on along the
    same schedule, the optimizer with the same running averages.
    """
    frozen, lr = settings.freeze_epochs, settings.lr
    done = int(kept["epoch"]) if kept else 0
    if kept:
        learn.model.load_state_dict(kept["model"])
    if done < frozen or not done:
        learn.freeze()
        _restore(learn, kept, 0)
        learn.fit_one_cycle(frozen, slice(lr), pct_start=0.99, start_epoch=done, cbs=[*cbs])
    learn.unfreeze()
    _restore(learn, kept, frozen)
    learn.fit_one_cycle(
        settings.epochs,
        slice(lr / 2 / LR_MULT, lr / 2),
        pct_start=PCT_START,
        div=DIV,
        start_epoch=max(0, done - frozen),
        cbs=[*cbs, *unfrozen_cbs],
    )


def _restore(learn: Learner, kept: dict[str, Any] | None, begins_after: int) -> None:
    """Only in the half that was interrupted: each half begins with a fresh optimizer."""
    if kept and kept["epoch"] > begins_after:
        restore_optimizer(learn, kept)
