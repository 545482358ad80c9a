"""The fastai callback that notes what the model says of the watched pictures. Workers only.

It costs nothing: the validation pass computes the predictions anyway.
"""

from collections.abc import Sequence
from typing import Any

import torch
from fastai.callback.core import Callback
from fastai.learner import Learner
from fastai.torch_core import no_random

from core.training.finetune.settings import Watched
from core.training.outcome import JudgedPicture
from core.vision.recipe import Item
from core.worker.datablock import item_table
from core.worker.training.report_and_stop import Report, ReportAndStop


class WatchPictures(Callback):  # type: ignore[misc]
    """Reports a "pictures" event after each epoch that was trained, epochs counted by `watch`."""

    order = 62  # after ReportAndStop has said how the epoch went

    def __init__(self, watch: ReportAndStop, watched: Sequence[Watched], report: Report) -> None:
        self.watch, self.watched, self.report_event = watch, list(watched), report
        self.verdicts: dict[int, JudgedPicture] = {}

    def before_validate(self) -> None:
        """Start at the first validation picture."""
        self.at = 0

    def after_batch(self) -> None:
        """Pick the watched ones out of a validation batch."""
        if self.training:
            return
        size = len(self.pred)
        mine = [one for one in self.watched if self.at <= one.place < self.at + size]
        rows = [one.place - self.at for one in mine]
        for one, verdict in zip(mine, verdicts(self.pred[rows], mine, self.dls.vocab), strict=True):
            self.verdicts[one.place] = verdict
        self.at += size

    def after_epoch(self) -> None:
        """Say what they looked like after this epoch."""
        if self.watch.trained:
            in_order = [self.verdicts[one.place] for one in self.watched]
            _report(self.report_event, self.watch.epoch_number, in_order)


def before_training(learn: Learner, watched: Sequence[Watched], report: Report) -> None:
    """What the model says before its first step; leaves the random numbers as they were."""
    items = [Item(one.picture.path, one.picture.label, "valid") for one in watched]
    with no_random(), torch.no_grad():
        learn.model.eval()
        batches = learn.dls.test_dl(item_table(items), num_workers=0)
        said = torch.cat([learn.model(batch[0]) for batch in batches])
    _report(report, 0, verdicts(said, watched, learn.dls.vocab))


def _report(report: Report, epoch: int, said: Sequence[JudgedPicture]) -> None:
    """One "pictures" event."""
    report("pictures", epoch=epoch, verdicts=[list(verdict) for verdict in said])


def verdicts(logits: Any, watched: Sequence[Watched], vocab: Sequence[str]) -> list[JudgedPicture]:
    """What these (N, C) logits say of the N pictures."""
    probs = torch.softmax(torch.as_tensor(logits).detach().float().cpu(), dim=1)
    return [
        JudgedPicture(
            image_id=one.picture.id,
            label=one.picture.label,
            label_probability=round(float(row[one.target]), 4),
            predicted=str(vocab[int(row.argmax())]),
            confidence=round(float(row.max()), 4),
        )
        for one, row in zip(watched, probs, strict=True)
    ]
