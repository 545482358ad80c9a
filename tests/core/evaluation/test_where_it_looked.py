"""Where a model looked: the covered part that matters is found, asked for once, drawn bright."""

import io
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.evaluation.where_it_looked import Looked, Question, ask_again, spotlight, where_it_looked
from core.jobs.warm import WorkerFailed
from core.project.project import Project
from core.training.runs import finished_runs
from core.vision.preprocess import Preprocess
from tests.waiting import until

BRIGHT_CORNER = Image.new("RGB", (64, 64), (200, 120, 40))


class PretendWorker:
    """Answers as the warm worker does; holds its answers back until `go`."""

    def __init__(self, go: bool = True) -> None:
        self.asked: list[dict[str, Any]] = []
        self.fails = False
        self.go = threading.Event()
        if go:
            self.go.set()

    def ask(self, kind: str, timeout: float, **request: Any) -> dict[str, Any]:
        self.asked.append({"kind": kind, **request})
        self.go.wait(120)
        if self.fails:
            raise WorkerFailed("The worker is ill.")
        return {"sure": 0.9, "drops": np.eye(8).tolist()}


@pytest.fixture
def worker() -> PretendWorker:
    return PretendWorker()


def question(project: Project, target: int = 0) -> Question:
    return Question("run", project.path / "picture.jpg", target)


def test_an_answer_comes_later_and_is_asked_for_once(
    project: Project, worker: PretendWorker
) -> None:
    one = question(project)
    until(lambda: where_it_looked(project, one, worker) is not None)
    looked = where_it_looked(project, one, worker)
    assert looked is not None and looked.sure == 0.9 and looked.drops.shape == (8, 8)
    assert [asked["kind"] for asked in worker.asked] == ["where_it_looked"]


def test_a_newer_question_takes_the_place_of_one_that_waits(
    project: Project, worker: PretendWorker
) -> None:
    worker.go.clear()
    for target in range(4):
        assert where_it_looked(project, question(project, target), worker) is None
    worker.go.set()
    until(lambda: where_it_looked(project, question(project, 3), worker) is not None)
    assert {asked["target"] for asked in worker.asked} <= {0, 3}


def test_a_failure_stays_a_sentence_until_asked_again(
    project: Project, worker: PretendWorker
) -> None:
    one, worker.fails = question(project), True

    def failed() -> bool:
        try:
            return where_it_looked(project, one, worker) is not None
        except WorkerFailed as failure:
            return str(failure) == "The worker is ill."

    until(failed)
    assert failed()
    worker.fails = False
    ask_again(project, one)
    until(lambda: where_it_looked(project, one, worker) is not None)


def test_the_part_that_matters_is_bright_and_the_rest_is_dim() -> None:
    drops = np.zeros((8, 8), np.float32)
    drops[1, 1] = 0.4
    jpeg = spotlight(BRIGHT_CORNER, Preprocess(160), Looked(0.9, drops))
    pixels = np.asarray(Image.open(io.BytesIO(jpeg)), dtype=int)
    assert pixels.shape == (160, 160, 3)
    assert pixels[30, 30].sum() > 1.5 * pixels[120, 120].sum()


def test_where_no_part_matters_the_picture_stays_as_it_is() -> None:
    looked = Looked(0.9, np.full((8, 8), 0.001, np.float32))
    assert not looked.says_something
    jpeg = spotlight(BRIGHT_CORNER, Preprocess(160), looked)
    pixels = np.asarray(Image.open(io.BytesIO(jpeg)), dtype=int)
    assert np.abs(pixels - (200, 120, 40)).max() <= 6


def test_occlusion_finds_the_only_part_a_model_looks_at(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.production.predictor import Predictor
    from core.worker import occlusion

    def see(batch: np.ndarray) -> tuple[np.ndarray, None]:
        light = (batch[:, :, 40:60, 100:120].mean(axis=(1, 2, 3)) + 3) / 6
        return np.stack([light, 1 - light], axis=1).astype(np.float32), None

    model = Predictor(["light", "dark"], Preprocess(160), see)
    monkeypatch.setattr(occlusion, "load_predictor", lambda *_: model)
    Image.new("RGB", (160, 160), "white").save(tmp_path / "white.png")
    picture = str(tmp_path / "white.png")
    request = {"project": str(project.path), "run": "", "picture": picture, "target": 0}
    drops = np.asarray(occlusion.where_it_looked(request)["drops"])
    assert drops.shape == (8, 8)
    row, column = np.unravel_index(int(drops.argmax()), drops.shape)
    assert (row, column) == (2, 5)
    assert drops[6:, :3] == pytest.approx(0, abs=1e-6)


def test_a_quick_run_is_asked_as_for_a_prediction(trained: Project) -> None:
    from core.production.predictor import load_predictor
    from core.worker.occlusion import where_it_looked as explained

    run = finished_runs(trained)[0]
    record = trained.dataset.images(split="valid")[0]
    predictor = load_predictor(trained, run.id)
    path = trained.dataset.image_path(record.id)
    target = predictor.vocab.index(record.label)
    request = {"project": str(trained.path), "run": run.id, "picture": str(path), "target": target}
    answer = explained(request)
    with Image.open(path) as picture:
        assert answer["sure"] == pytest.approx(predictor.predict(picture).probs[record.label])
    assert np.asarray(answer["drops"]).shape == (8, 8)
