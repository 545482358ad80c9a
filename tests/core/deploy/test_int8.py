"""The int8 model of a quick run: its size, its own head, its measured loss, and when it is gone."""

import threading

import numpy as np
import pytest
from PIL import Image

from core.deploy.int8 import small_model as making
from core.deploy.int8.loss import Loss
from core.deploy.int8.quantise import one_core
from core.deploy.int8.small_model import (
    SHRINKING,
    can_be_small,
    make_small_model,
    small_model,
    start_small_model,
)
from core.jobs.background import Job, Stopped
from core.learning.rename_class import rename_class
from core.project.project import Project
from core.statistics import mcnemar
from core.training.outcome import Outcome
from core.training.runs import chosen_run
from core.vision.preprocess import Preprocess


@pytest.fixture(autouse=True)
def _few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight pictures show the numbers between the layers well enough for a test."""
    monkeypatch.setattr(making, "CALIBRATED_ON", 8)
    monkeypatch.setattr(making, "TIMED", 2)


def made(project: Project) -> tuple[Loss, bytes]:
    run = chosen_run(project)
    assert run is not None
    loss = make_small_model(Job(project, lambda _job: pytest.fail("not asked"), None), run)
    small = small_model(project, run)
    assert small is not None and small.loss == loss
    return loss, small.path.read_bytes()


def test_the_int8_model_is_small_and_answers_as_its_figures_say(trained: Project) -> None:
    loss, model = made(trained)
    run = chosen_run(trained)
    assert run is not None and can_be_small(run)
    assert len(model) == loss.small_bytes < 4_500_000 < loss.full_bytes
    valid = Outcome.load(trained.runs.folder(run.id) / "outcome.npz").part("valid")
    small = small_model(trained, run)
    assert small is not None
    ask = one_core(small.path, "probabilities")
    prepare = Preprocess()
    said = []
    for image_id in valid.image_ids:
        with Image.open(trained.dataset.image_path(image_id)) as image:
            said += [ask(prepare(image)[None])[0]]
    probs = np.stack(said)
    assert loss.pictures == len(valid.image_ids)
    assert loss.small_right == (probs.argmax(axis=1) == valid.targets).sum()
    assert loss.full_right == valid.correct
    assert loss.most_moved == pytest.approx(np.abs(probs - valid.probs).max(), abs=1e-4)
    assert loss.p_value == mcnemar(loss.only_full, loss.only_small)
    assert loss.small.accuracy > 0.75  # a third would be chance; few pictures were shown
    assert made(trained)[1] == model

    rename_class(trained, valid.vocab[0], "zz")
    assert small_model(trained, run) is None
    trained.runs.delete(run.id)
    assert not (trained.path / "runs" / run.id / "int8").exists()


def test_making_it_can_be_stopped(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    job: Job[Loss] = Job(trained, lambda _job: pytest.fail("not asked"), None)
    threading.Timer(0.5, job.stop.set).start()
    with pytest.raises(Stopped):
        make_small_model(job, run)
    assert small_model(trained, run) is None


def test_pictures_that_are_gone_end_it_with_a_sentence(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    seen = Outcome.load(trained.runs.folder(run.id) / "outcome.npz").part("train")
    trained.dataset.image_path(seen.image_ids[0]).unlink()
    start_small_model(trained, run)
    SHRINKING.wait(trained, 60)
    ended = SHRINKING.progress(trained)
    assert ended is not None and (ended.state, ended.message) == ("failed", making.GONE)
