"""Passing a training set through the backbone, each picture once for each way to look at it."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.project.project import Project
from core.project.records import ImageRecord
from core.training.quick.training_set import TrainingSet
from core.vision.embeddings import embed_images, not_embedded
from core.vision.preprocess import Preprocess
from core.vision.views import AS_IT_IS, View

Vectors = NDArray[np.float32]


@dataclass
class Looking:
    """All looks of one training: the plain one at every picture, the others at training pictures.

    `progress(done, new)` counts what was not in the cache, over all looks together.
    """

    project: Project
    pictures: TrainingSet
    preprocess: Preprocess
    views: tuple[View, ...]
    progress: Callable[[int, int], None]
    stop: threading.Event
    new: int = field(init=False)
    _done: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        looks = [(self.pictures.records, AS_IT_IS), *((self.pictures.train, v) for v in self.views)]
        self.new = sum(not_embedded(records, self.preprocess, view) for records, view in looks)

    def plain(self) -> Vectors:
        """All pictures as they are: (N, 1280), in the order of the training set.

        Raises Stopped and BackboneUnavailable, as `extra` does.
        """
        return self._look(self.pictures.records, AS_IT_IS)

    def extra(self) -> list[Vectors]:
        """The training pictures once more for each view, (N, 1280) each."""
        return [self._look(self.pictures.train, view) for view in self.views]

    def _look(self, records: Sequence[ImageRecord], view: View) -> Vectors:
        before = self._done

        def progress(done: int, _new: int) -> None:
            self._done = before + done
            self.progress(self._done, self.new)

        return embed_images(self.project, records, self.preprocess, progress, self.stop, view=view)
