"""fastai's `lr_find` between an order and a curve. Worker processes only."""

from pathlib import Path
from typing import Any

from core.content import says
from core.training.finetune.settings import CannotFineTune, FineTuneSpec
from core.worker.training.build_learner import build_learner
from core.worker.training.report_and_stop import Report

# isort: split
from fastai.callback.core import Callback, CancelFitException
from fastai.callback.schedule import minimum, steep, valley
from fastai.torch_core import set_seed

from core.jobs.queue.events import stop_requested

BATCHES = 60
SKIP_END = 5  # fastai leaves the last points out of its picture: there the loss explodes
FEWEST = 3  # points that a suggestion can be read from


class ReportRate(Callback):  # type: ignore[misc]
    """Reports learning rate and loss after each batch; gives up when asked to."""

    order = 55  # after the Recorder, before LRFinder ends the search

    def __init__(self, report: Report, folder: Path) -> None:
        self.report_event, self.folder = report, folder

    def after_batch(self) -> None:
        """One more point of the curve."""
        done = min(1.0, (self.train_iter or 1) / BATCHES)
        rate, loss = float(self.opt.hypers[-1]["lr"]), float(self.recorder.losses[-1])
        self.report_event("rate", lr=rate, loss=loss, fraction=done)
        if stop_requested(self.folder):
            raise CancelFitException


def run(spec: FineTuneSpec, folder: Path, report: Report) -> dict[str, Any]:
    """Try ever larger learning rates on the frozen model, one a batch; returns curve and hints.

    `points` are (rate, smoothed loss), `suggestions` fastai's by name. Raises CancelFitException
    when stopped.
    """
    set_seed(spec.settings.seed)
    learn, bs = build_learner(spec, report)
    learn.path = folder
    report("started", device=str(learn.dls.device), bs=bs, epochs=1, fraction=0.0)
    report("note", message=says("worker", "trying_rates"))
    with learn.no_bar(), learn.no_logging(), learn.added_cbs(ReportRate(report, folder)):
        learn.lr_find(num_it=BATCHES, show_plot=False, suggest_funcs=None)
    if stop_requested(folder):
        raise CancelFitException
    return _suggestions(learn.recorder.lrs, learn.recorder.losses)


def _suggestions(lrs: list[Any], losses: list[Any]) -> dict[str, Any]:
    """The curve as fastai draws it, and its suggestions, computed as `lr_find` computes them.
    Raises CannotFineTune where the loss exploded before there was a curve."""
    import torch

    shown = slice(BATCHES // 10, -SKIP_END)
    rates, smooth = torch.tensor(lrs[shown]), torch.tensor(losses[shown])
    finite = ~torch.isnan(smooth)
    rates, smooth = rates[finite], smooth[finite]
    if len(rates) < FEWEST:
        raise CannotFineTune(says("worker", "no_curve"))
    suggestions = {
        f.__name__: float(f(rates, smooth, BATCHES)[0]) for f in (valley, steep, minimum)
    }
    return {
        "points": [[float(x), float(y)] for x, y in zip(rates, smooth, strict=True)],
        "suggestions": suggestions,
    }
