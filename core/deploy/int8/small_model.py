"""The int8 model of a quick run: made once, kept with the run, measured before anybody takes it."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.content import ROOT, says
from core.deploy.int8.loss import Loss, loss_between
from core.deploy.int8.quantise import Ask, one_core
from core.jobs.background import Background, Job, stop_here
from core.jobs.queue.environment import usable_cores, worker_environment
from core.production.run_files import model_labels, model_onnx
from core.project.disk import write_whole
from core.project.project import Project
from core.project.records import RunRecord
from core.training import outcome as outcome_file
from core.training.outcome import Outcome
from core.training.quick.head import Head, fit_head
from core.vision.backbone import BackboneUnavailable, backbone_path
from core.vision.model_labels import OUTPUT
from core.vision.preprocess import Preprocess
from core.vision.views import AS_IT_IS, EXTRA, View

FOLDER, ONNX, LOSS = "int8", "model.onnx", "loss.json"
CALIBRATED_ON = 96
TIMED = 24
NETWORK_SHARE = 0.3  # of the progress: making the network small, before it looks at the pictures

Report = Callable[[float, str], None]
Vectors = NDArray[np.float32]


class CannotShrink(Exception):
    """There can be no int8 model of this run; the text is a sentence for the learner."""


GONE = says("work", "pictures_model_learned")
BROKE = says("work", "network_could_not")
SHRINKING = Background[Loss](
    "int8", at_once=1, sentences=(CannotShrink, BackboneUnavailable), broke_off=BROKE
)


@dataclass(frozen=True)
class SmallModel:
    """A finished int8 model: its file, "image" in and "probabilities" out, and what it loses."""

    path: Path
    loss: Loss


def can_be_small(run: RunRecord) -> bool:
    """Whether an int8 model of the run is offered. Its head is fitted again to what the smaller
    network sees; a fine-tune changed the whole network, and there is no head to fit again."""
    return run.kind == "quick"


def small_model(project: Project, run: RunRecord) -> SmallModel | None:
    """The run's int8 model, if it was made and its classes are still called the same."""
    folder = project.runs.folder(run.id) / FOLDER
    try:
        loss = Loss.model_validate_json((folder / LOSS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    alike = loss.vocab == model_labels(project, run).vocab
    return SmallModel(folder / ONNX, loss) if alike and (folder / ONNX).exists() else None


def start_small_model(project: Project, run: RunRecord) -> None:
    """Make it in the background; making that is under way goes on instead."""
    SHRINKING.start(project, lambda job: make_small_model(job, run))


def make_small_model(job: Job[Loss], run: RunRecord) -> Loss:
    """Make the int8 model of `run` and keep it with the run; returns what it loses.

    The same run gives the same model. Raises CannotShrink, Stopped, BackboneUnavailable.
    """
    project = job.project
    before = Outcome.load(project.runs.folder(run.id) / outcome_file.FILE)
    looks = _Looks(project, before, model_labels(project, run).preprocess(), job.report, job.stop)
    with tempfile.TemporaryDirectory() as place:
        small = Path(place) / "backbone.onnx"
        job.report(0.0, "Making the network small: about half a minute")
        _quantise(looks.calibration(), small, job.stop)
        head, after = _fitted_again(
            looks, one_core(small, "embedding"), EXTRA[run.settings.get("views", "once")]
        )
        job.report(1.0, "Comparing it with your model")
        whole = _joined(small, head)
        (Path(place) / ONNX).write_bytes(whole)
        pairs = (model_onnx(project, run), Path(place) / ONNX)
        loss = loss_between(before, after, pairs, [_milliseconds(path, looks) for path in pairs])
    _keep(project, run, whole, loss)
    return loss


class _Looks:
    """The pictures of a run as its model sees them, and how far looking at them is."""

    def __init__(
        self,
        project: Project,
        outcome: Outcome,
        preprocess: Preprocess,
        report: Report,
        stop: threading.Event,
    ) -> None:
        self.outcome, self.stop = outcome, stop
        self.train = [n for n, split in enumerate(outcome.splits) if split == "train"]
        self.valid = [n for n, split in enumerate(outcome.splits) if split == "valid"]
        self._project, self._preprocess, self._report = project, preprocess, report

    def calibration(self) -> Vectors:
        """At most 96 training pictures, prepared, from all over: the classes come in turn."""
        step = max(1, -(-len(self.train) // CALIBRATED_ON))
        return np.stack([self.prepared(row) for row in self.train[::step]])

    def prepared(self, row: int, view: View = AS_IT_IS) -> Vectors:
        """One picture as the model sees it, (3, size, size)."""
        image_id = self.outcome.image_ids[row]
        try:
            with Image.open(self._project.dataset.image_path(image_id)) as image:
                return self._preprocess(view.of(image, image_id))
        except FileNotFoundError as error:
            raise CannotShrink(GONE) from error

    def embedded(self, network: Ask, looks: Sequence[tuple[int, View]]) -> Vectors:
        """What `network` says of each (row, view), (N, 1280)."""

        def embed(look: tuple[int, View]) -> Vectors:
            stop_here(self.stop)
            (vector,) = network(self.prepared(*look)[None])
            return np.asarray(vector)

        vectors: list[Vectors] = []
        with ThreadPoolExecutor(usable_cores(), "int8") as pool:
            for vector in pool.map(embed, looks):
                vectors.append(vector)
                share = NETWORK_SHARE + (1 - NETWORK_SHARE) * len(vectors) / len(looks)
                words = says("work", "small_network", done=len(vectors), of=len(looks))
                self._report(min(share, 0.98), words)
        return np.stack(vectors)


def _quantise(pictures: Vectors, out: Path, stop: threading.Event) -> None:
    """In a process that ends at once when it is stopped."""
    shown = out.with_suffix(".npy")
    np.save(shown, pictures)
    command = [sys.executable, "-m", "core.deploy.int8.quantise", backbone_path(), shown, out]
    with subprocess.Popen(
        list(map(str, command)),
        cwd=ROOT,
        env=worker_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            _wait(process, stop)
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    while True:
        try:
            _, said = process.communicate(timeout=0.2)
        except subprocess.TimeoutExpired:
            stop_here(stop)
            continue
        if process.returncode:
            raise RuntimeError(said.decode(errors="replace")[-2000:])
        return


def _fitted_again(looks: _Looks, network: Ask, views: Sequence[View]) -> tuple[Head, Outcome]:
    """The head on what the small network says of the same training pictures, and what both say of
    the validation pictures."""
    every = [(row, view) for view in (AS_IT_IS, *views) for row in looks.train]
    vectors = looks.embedded(network, [*every, *((row, AS_IT_IS) for row in looks.valid)])
    parts = np.split(vectors, range(len(looks.train), len(every) + 1, len(looks.train)))
    plain, *others, valid = parts
    before = looks.outcome
    targets = before.targets[looks.train]
    between = lambda: stop_here(looks.stop)  # noqa: E731
    head = fit_head(plain, targets, before.vocab, views=others, between=between).head
    judged = before.part("valid")
    after = Outcome(
        judged.vocab, judged.image_ids, judged.splits, judged.targets, head.probabilities(valid)
    )
    return head, after


def _joined(backbone: Path, head: Head) -> bytes:
    from core.production.head_onnx import join_head  # imports onnx, which no page needs to wait for

    return bytes(join_head(backbone, head.coef, head.intercept).SerializeToString())


def _milliseconds(path: Path, looks: _Looks) -> float:
    """The median time of an answer on one core of this server, the picture being prepared."""
    ask = one_core(path, OUTPUT)
    rows = (looks.valid or looks.train)[:TIMED]
    times = []
    for row in [rows[0], *rows]:
        stop_here(looks.stop)
        batch = looks.prepared(row)[None]
        began = time.perf_counter()
        ask(batch)
        times.append(1000 * (time.perf_counter() - began))
    return float(np.median(times[1:]))


def _keep(project: Project, run: RunRecord, model: bytes, loss: Loss) -> None:
    """In a folder of its own: it leaves with a home, never with a saved project."""
    project.runs.get(run.id)  # deleted meanwhile: RunNotFound
    folder = project.runs.folder(run.id) / FOLDER
    write_whole(folder / ONNX, model)
    write_whole(folder / LOSS, loss.model_dump_json(indent=1).encode())
