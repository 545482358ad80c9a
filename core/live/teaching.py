"""Two classes, taught while you watch: after every handful of pictures the head is fitted again.

What is collected is in the project like any other picture, with its split. Training pictures are
learned from, validation pictures are only judged; the locked test set is not touched.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.live.envelope import Trouble, frame_of
from core.live.state import Shares, State, fitted, laid_out, newest, said
from core.project.dataset.test_set import LockedPicture
from core.project.project import Project
from core.project.records import ImageRecord
from core.training.quick.head import Head
from core.vision.backbone import BackboneUnavailable, backbone
from core.vision.embeddings import embed_images
from core.vision.preprocess import Preprocess
from core.vision.recipe import load_recipe

MOST_UNDO = 100


@dataclass
class _Step:
    """What can be undone: pictures that came in, or one that was moved from a class."""

    ids: list[str]
    before: str = ""


@dataclass
class Teaching:
    """One project as it is taught; shared by all tabs of it, and safe in threads."""

    project: Project
    state: State = field(default_factory=lambda: State({}))
    seen_as: Preprocess = field(default_factory=Preprocess)
    _steps: list[_Step] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _at: int = -1
    _done: deque[int] = field(default_factory=lambda: deque(maxlen=MOST_UNDO))

    def look(self, frame: bytes) -> tuple[Head | None, Shares | None]:
        """The head, and its probabilities (C,) about a frame; None before there is a head. Raises
        Trouble. Nothing of the frame is kept."""
        picture, head = frame_of(frame), self.state.head
        if head is None:
            return None, None
        return head, head.probabilities(backbone().embed(self.seen_as(picture)[None]))[0]

    def keep(self, label: str, pictures: Sequence[bytes]) -> int:
        """Take pictures into a class and learn from them at once; returns how many were new. Raises
        Refused for an unusable name of a class, and Trouble where no picture could be used."""
        with self._lock:
            known = {record.id for record in self.project.dataset.images()}
            day = time.strftime("live %Y-%m-%d %H.%M.%S")
            named = [(f"{day} {n}.jpg", data) for n, data in enumerate(pictures, 1)]
            report = take_in(self.project, from_files(named, label, source="live"))
            if report.refused and not report.new:
                raise Trouble("refused", why=report.refused[0][1])
            new = [one for one in self.project.dataset.images() if one.id not in known]
            if new:
                self._note_fooled(new)
                self._remember(_Step([one.id for one in new]))
            self.learn()
            return report.new

    def move(self, image_id: str, label: str) -> None:
        """Put a picture into another class and learn at once. Raises Trouble."""
        with self._lock:
            before = {one.id: one.label for one in self.project.dataset.images()}.get(image_id)
            if before is None or label not in self.project.dataset.classes():
                raise Trouble("gone")
            try:
                moved = self.project.dataset.move([image_id], label, why="taught live")
            except LockedPicture as error:
                raise Trouble("locked") from error
            if moved:
                self._remember(_Step([image_id], before))
            self.learn()

    def undo(self) -> None:
        """Take the last handful out again, or put the last moved picture back."""
        with self._lock:
            if self._steps:
                self._take_back(self._steps.pop())
            self.learn()

    def _take_back(self, step: _Step) -> None:
        here = {one.id for one in self.project.dataset.images() if one.split != "test"}
        ids = [one for one in step.ids if one in here]
        if step.before:
            self.project.dataset.move(ids, step.before, why="taught live, undone")
        else:
            self.project.dataset.remove(ids, why="taught live, undone")

    def did(self, number: int) -> bool:
        """Whether an order of this number was done before, and note it: a browser that does not
        know whether its order arrived sends it again, under the same number."""
        with self._lock:
            if number in self._done:
                return True
            self._done.append(number)
            return False

    def catch_up(self) -> State:
        """What is so now; learns again where pictures or recipe were changed elsewhere."""
        with self._lock:
            seen_as = load_recipe(self.project).preprocess()
            if self._at != self.project.changed() or seen_as != self.seen_as:
                self.learn()
            return self.state

    def learn(self) -> None:
        """Fit the head to the project's pictures as they are now; only new ones are looked at."""
        with self._lock:
            began = time.perf_counter()
            records = newest(self.project.dataset.images())
            seen_as = load_recipe(self.project).preprocess()
            try:
                vectors = embed_images(self.project, records, seen_as)
            except BackboneUnavailable as error:
                raise Trouble("refused", why=str(error)) from error
            head, shares = fitted(records, vectors)
            took = 1000 * (time.perf_counter() - began)
            spots = laid_out(
                [one.id for one in records],
                vectors,
                {one.id: one.at for one in self.state.pictures},
            )
            self._at, self.seen_as = self.project.changed(), seen_as
            self.state = State(
                self.project.dataset.classes(),
                tuple(said(records, head, shares, spots)),
                head,
                took,
                self.state.fooled,
                self.state.surely,
                bool(self._steps),
            )

    def _note_fooled(self, new: Sequence[ImageRecord]) -> None:
        """Count the new pictures that the model of before calls something else."""
        head = self.state.head
        if head is None:
            return
        recipe = load_recipe(self.project).preprocess()
        shares = head.probabilities(embed_images(self.project, new, recipe))
        for record, row in zip(new, shares, strict=True):
            if record.label in head.vocab and head.vocab[int(row.argmax())] != record.label:
                surely = max(self.state.surely, float(row.max()))
                self.state = replace(self.state, fooled=self.state.fooled + 1, surely=surely)

    def _remember(self, step: _Step) -> None:
        self._steps = [*self._steps, step][-MOST_UNDO:]


_KEPT = 64
_taught: OrderedDict[Path, Teaching] = OrderedDict()
_taught_lock = threading.Lock()


def teaching_of(project: Project) -> Teaching:
    """The teaching of a project: one for all its tabs; the one used longest ago is let go, and what
    it learned is learned again from the project."""
    with _taught_lock:
        found = _taught.setdefault(project.path, Teaching(project))
        _taught.move_to_end(project.path)
        while len(_taught) > _KEPT:
            _taught.popitem(last=False)
        return found
