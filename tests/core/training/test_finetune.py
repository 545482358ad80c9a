"""A real, tiny fine-tune in its own process: what it reports, leaves behind, and how it stops; how
a search for a learning rate is stopped (one that ends is in test_home_of_before.py)."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from core.content import says
from core.jobs.queue import worker_process
from core.jobs.queue.events import read_events
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.finetune import active_finetune, snapshot, start_finetune, stop_finetune
from core.training.finetune.lr_find import lr_search, start_lr_find, stop_lr_find
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from core.training.outcome import Outcome
from core.training.runs import chosen_run
from core.vision.model_labels import ModelLabels
from core.vision.recipe import load_recipe
from tests.core.training.tiny import SETTINGS, seen_by_a_page, tiny_project
from tests.waiting import until
from tests.with_fastai import FROM_NOTHING, run_with_fastai

PHOTOS = 10
ELSEWHERE = """
import json, sys
from fastai.vision.all import load_learner
learn = load_learner(sys.argv[1])
answers = [str(learn.predict(photo)[0]) for photo in sys.argv[2:]]
ours = [name for name in sys.modules if name.split(".")[0] == "core"]
print(json.dumps({"answers": answers, "ours": ours}))
"""


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(tmp_path_factory.mktemp("finetune_home")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def project(at_home: None) -> Project:
    return tiny_project()


@pytest.fixture(scope="module")
def run(project: Project) -> RunRecord:
    """One fine-tune, waited for."""
    started = start_finetune(project, SETTINGS)
    until(lambda: seen_by_a_page(project, started.id).ended, seconds=400, what="the fine-tune")
    log = (project.runs.folder(started.id) / "worker.log").read_text()
    assert snapshot(project, started.id).status == "finished", log
    return project.runs.get(started.id)


@pytest.fixture(scope="module")
def outcome(project: Project, run: RunRecord) -> Outcome:
    return Outcome.load(project.runs.folder(run.id) / "outcome.npz")


def test_it_judges_every_training_and_validation_picture(
    project: Project, run: RunRecord, outcome: Outcome
) -> None:
    assert set(outcome.image_ids) == {image.id for image in project.versions.images(run.version)}
    labels = {image.id: image.label for image in project.dataset.images()}
    named = [outcome.vocab[target] for target in outcome.targets]
    assert named == [labels[image_id] for image_id in outcome.image_ids]
    assert np.allclose(outcome.probs.sum(axis=1), 1, atol=1e-4)


def test_its_results_are_those_of_its_outcome(run: RunRecord, outcome: Outcome) -> None:
    valid = outcome.part("valid")
    assert run.results["correct"] == valid.correct
    assert run.results["valid"] == len(valid.image_ids)
    assert run.results["accuracy"] == pytest.approx(valid.accuracy)
    assert run.results["valid_loss"] == pytest.approx(float(valid.losses.mean()), abs=1e-4)


def test_fastai_counted_the_same_errors(run: RunRecord) -> None:
    last = run.results["epochs"][-1]
    assert 1 - last["error_rate"] == pytest.approx(run.results["accuracy"], abs=1e-5)


def test_its_snapshot_keeps_curves_and_epochs(project: Project, run: RunRecord) -> None:
    moment = snapshot(project, run.id)
    assert [row.frozen for row in moment.epoch_rows] == [True, False]
    assert moment.fraction == 1.0
    assert 1.0 < moment.losses[-1][0] <= 2.0


def test_it_is_your_model_from_now_on(project: Project, run: RunRecord) -> None:
    chosen = chosen_run(project)
    assert chosen is not None
    assert chosen.id == run.id


def test_the_export_gives_the_same_classes_in_a_fresh_process_without_our_code(
    project: Project, run: RunRecord, outcome: Outcome, tmp_path: Path
) -> None:
    photos = [str(project.dataset.image_path(image_id)) for image_id in outcome.image_ids[:PHOTOS]]
    export = project.runs.folder(run.id) / "export.pkl"
    done = run_with_fastai(ELSEWHERE, export, *photos, folder=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["answers"] == [outcome.vocab[best] for best in outcome.predicted[:PHOTOS]]
    assert said["ours"] == []


def test_onnx_gives_the_same_probabilities(
    project: Project, run: RunRecord, outcome: Outcome
) -> None:
    folder = project.runs.folder(run.id)
    labels = ModelLabels.read(folder / "labels.json")
    preprocess = labels.preprocess()
    batch = np.stack(
        [
            preprocess(Image.open(project.dataset.image_path(image_id)))
            for image_id in outcome.image_ids[:PHOTOS]
        ]
    )
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    (probs,) = session.run([labels.output], {labels.input: batch})
    assert labels.vocab == outcome.vocab
    assert preprocess == load_recipe(project).preprocess()
    np.testing.assert_allclose(probs, outcome.probs[:PHOTOS], atol=1e-3)


def test_stop_ends_it_even_while_fastai_is_loading(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "launch", FROM_NOTHING)
    monkeypatch.setenv("DRIVETRAIN_NO_TEMPLATE", "1")  # there is no second job
    project = tiny_project()
    started = start_finetune(project, SETTINGS)
    folder = project.runs.folder(started.id)
    until(lambda: read_events(folder), what="the first word of the worker")
    stop_finetune(project, started.id)
    until(lambda: not worker_process.is_alive(folder), what="the end of the worker")
    until(lambda: project.runs.get(started.id).status == "stopped")
    assert active_finetune(project) is None


def test_stop_in_the_middle_of_training_leaves_no_model(at_home: None) -> None:
    project = tiny_project()
    started = start_finetune(project, FineTuneSettings(epochs=50))
    with pytest.raises(CannotFineTune, match=says("training", "fine_tune_project")):
        start_finetune(project, SETTINGS)
    until(lambda: seen_by_a_page(project, started.id).batch >= 2, seconds=400, what="two batches")
    stop_finetune(project, started.id)
    folder = project.runs.folder(started.id)
    until(lambda: not worker_process.is_alive(folder), what="the end of the worker")
    until(lambda: seen_by_a_page(project, started.id).status == "stopped", what="its end noted")
    assert project.runs.get(started.id).status in ENDED
    assert chosen_run(project) is None


def test_a_search_can_be_stopped_and_leaves_the_line(at_home: None) -> None:
    project = tiny_project()
    start_lr_find(project, SETTINGS)
    stop_lr_find(project)
    until(lambda: (now := lr_search(project)) and now.status == "stopped")
