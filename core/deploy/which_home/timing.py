"""What one answer of the learner's model costs in time, measured here, one picture and many."""

import shutil
import time
from dataclasses import dataclass, field
from statistics import median

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.jobs.background import Background, Job, stop_here
from core.jobs.warm import WarmWorker, WorkerFailed
from core.production.predictor import (
    ModelUnavailable,
    Predictor,
    load_predictor,
    pictures_to_try,
    trained_on,
)
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.backbone import BackboneUnavailable
from core.vision.read_photo import read_photo
from core.words import count_of

BATCHES = (1, 2, 4, 8, 16, 32)
PICTURES = 24  # whose times are taken one by one
ROUNDS = 5  # of each batch; the fastest counts
_GPU_LIMIT_S = 120.0


@dataclass(frozen=True)
class Timed:
    """Figures of the model of one run on this machine.

    `seconds` of each picture, from its file to the answer, and its `bytes` as it is kept. `cpu` and
    `gpu` say for each size of a batch how many seconds the network takes for one of its pictures,
    without reading it; `gpu` is empty where there is none, or it could not be asked.
    """

    run_id: str
    seconds: list[float]
    bytes: list[int]
    cpu: dict[int, float]
    gpu: dict[int, float] = field(default_factory=dict)
    gpu_name: str = ""

    @property
    def one(self) -> float:
        """How long one picture takes, in seconds: half of them take less."""
        return median(self.seconds)

    @property
    def sent(self) -> float:
        """How many bytes a picture has: half of them have fewer."""
        return median(self.bytes)


TIMING = Background[Timed](
    "timing", at_once=1, sentences=(ModelUnavailable, BackboneUnavailable), kept=64
)


def timed(project: Project, run: RunRecord) -> Timed | None:
    """What was measured of this run since the server started; None before."""
    last = TIMING.progress(project)
    if last is None or last.state != "finished" or last.result is None:
        return None
    return last.result if last.result.run_id == run.id else None


def start_timing(project: Project, run: RunRecord, worker: WarmWorker) -> None:
    """Measure in the background; returns at once. `worker` is asked only where there is a GPU."""
    TIMING.start(project, lambda job: _timed(job, run, worker))


def _timed(job: Job[Timed], run: RunRecord, worker: WarmWorker) -> Timed:
    predictor = load_predictor(job.project, run.id)
    files = _files(job.project, run)
    seconds = _one_by_one(job, predictor, files)
    cpu = _in_batches(job, predictor, files[0])
    gpu, name = _on_gpu(job, run, predictor.preprocess.size, worker)
    return Timed(run.id, seconds, [len(file) for file in files], cpu, gpu, name)


def _files(project: Project, run: RunRecord) -> list[bytes]:
    shown = pictures_to_try(project, trained_on(project, run), limit=PICTURES)
    return [project.dataset.image_path(picture.id).read_bytes() for picture in shown]


def _one_by_one(job: Job[Timed], predictor: Predictor, files: list[bytes]) -> list[float]:
    predictor.predict(read_photo(files[0]))  # the first call is slower, everywhere
    seconds = []
    for done, file in enumerate(files, 1):
        stop_here(job.stop)
        began = time.perf_counter()
        predictor.predict(read_photo(file))
        seconds.append(time.perf_counter() - began)
        job.report(0.4 * done / len(files), says("work", "one_by_one", done=done, of=len(files)))
    return seconds


def _in_batches(job: Job[Timed], predictor: Predictor, file: bytes) -> dict[int, float]:
    """Size of a batch → seconds for one of its pictures."""
    seen = predictor.preprocess(read_photo(file))
    taken = {}
    for place, count in enumerate(BATCHES):
        job.report(
            0.4 + 0.6 * place / len(BATCHES),
            says("work", "at_once", pictures=count_of(count, "picture")),
        )
        batch = np.repeat(seen[None], count, axis=0)
        taken[count] = min(_seconds(job, predictor, batch) for _ in range(ROUNDS)) / count
    return taken


def _seconds(job: Job[Timed], predictor: Predictor, batch: NDArray[np.float32]) -> float:
    stop_here(job.stop)
    began = time.perf_counter()
    predictor.ask(batch)
    return time.perf_counter() - began


def _on_gpu(
    job: Job[Timed], run: RunRecord, size: int, worker: WarmWorker
) -> tuple[dict[int, float], str]:
    """The same on a graphics card, and its name; nothing where none is found."""
    if shutil.which("nvidia-smi") is None:
        return {}, ""
    job.report(0.98, "On the graphics card")
    folder = str(job.project.runs.folder(run.id))
    ask = {"folder": folder, "size": size, "batches": BATCHES, "device": "cuda"}
    try:
        answer = worker.ask("batch_times", timeout=_GPU_LIMIT_S, **ask)
    except WorkerFailed:
        return {}, ""
    return {int(count): float(taken) for count, taken in answer["seconds"]}, str(answer["name"])
