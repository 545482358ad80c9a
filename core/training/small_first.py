"""Progressive resizing: the first epochs see small pictures, the last ones the full size.

Worker processes only. The course does it with a second `fine_tune` on other DataLoaders; here it
happens inside one, so that the learning rate keeps its one cycle and a resume its place.
"""

from __future__ import annotations

from fastai.callback.core import Callback
from fastai.data.core import DataLoaders

from core.training.callback import ReportAndStop


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
