"""Where a model looked, asked for in the background, and drawn as a spotlight on the picture."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from core.jobs.background import Background
from core.jobs.warm import WarmWorker, WorkerFailed
from core.project.project import Project
from core.vision.preprocess import Preprocess

SECONDS = 60.0
NOTHING = 0.02  # a part whose covering costs less than this says nothing
DIMMED = 0.5  # how bright a part is that did not matter; it is grey, too
FRAME_PX = 3
AMBER = (230, 159, 0)


class Question(NamedTuple):
    """A class (its number in the run's vocabulary) of a run, and the picture to cover."""

    run_id: str
    picture: Path
    target: int


@dataclass(frozen=True, eq=False)
class Looked:
    """The class's probability `sure` (0…1), and what covering each part of the picture takes from
    it: `drops` (8, 8), rows from the top."""

    sure: float
    drops: NDArray[np.float32]

    @property
    def strongest(self) -> float:
        """What covering the part that matters most takes from the probability, −1…1."""
        return float(self.drops.max())

    @property
    def says_something(self) -> bool:
        """Whether any one part matters."""
        return self.strongest >= NOTHING


LOOKING = Background[Looked](
    "where it looked",
    at_once=1,  # the worker answers one after the other
    sentences=(WorkerFailed,),
)


def where_it_looked(project: Project, question: Question, worker: WarmWorker) -> Looked | None:
    """The answer, None while the warm worker is at it: ask again in a moment.

    The first question wakes the worker (about ten seconds), the next ones take about a second.
    A newer question of the same project takes the place of one that still waits. Raises
    WorkerFailed with a sentence, until `ask_again`.
    """
    answer = LOOKING.progress(project, question)
    if answer is None or answer.state == "stopped":
        LOOKING.stop(project)
        LOOKING.start(project, lambda job: _ask(project, question, worker), about=question)
        answer = LOOKING.progress(project, question)
    if answer and answer.state == "failed":
        raise WorkerFailed(answer.message)
    return answer.result if answer else None


def ask_again(project: Project, question: Question) -> None:
    """Forget an answer, or a failure; the next `where_it_looked` asks the worker once more."""
    LOOKING.forget(project, question)


def spotlight(picture: Image.Image, preprocess: Preprocess, looked: Looked) -> bytes:
    """A JPEG of what the model saw: bright where covering costs certainty, dim and grey elsewhere,
    with a frame around the part that matters most. Evenly bright where no part matters."""
    seen = preprocess.resized(picture)
    if looked.says_something:
        seen = _framed(_lit(seen, looked.drops), looked.drops)
    buffer = io.BytesIO()
    seen.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _ask(project: Project, question: Question, worker: WarmWorker) -> Looked:
    answer = worker.ask(
        "where_it_looked",
        timeout=SECONDS,
        project=str(project.path),
        run=question.run_id,
        picture=str(question.picture),
        target=question.target,
    )
    return Looked(float(answer["sure"]), np.asarray(answer["drops"], dtype=np.float32))


def _lit(seen: Image.Image, drops: NDArray[np.float32]) -> Image.Image:
    light = Image.fromarray((255 * (drops / drops.max()).clip(0, 1)).astype(np.uint8))
    mask = light.resize(seen.size, Image.Resampling.BICUBIC)
    soft = mask.filter(ImageFilter.GaussianBlur(seen.width / 40))
    dim = seen.convert("L").point(lambda value: value * DIMMED).convert("RGB")
    return Image.composite(seen, dim, soft)


def _framed(seen: Image.Image, drops: NDArray[np.float32]) -> Image.Image:
    row, column = np.unravel_index(int(drops.argmax()), drops.shape)
    wide, high = seen.width / drops.shape[1], seen.height / drops.shape[0]
    box = [column * wide, row * high, (column + 1) * wide - 1, (row + 1) * high - 1]
    ImageDraw.Draw(seen).rectangle(box, outline=AMBER, width=FRAME_PX)
    return seen
