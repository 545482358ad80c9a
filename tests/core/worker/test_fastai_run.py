"""What happens inside a fine-tune: sizes, watched pictures, a locked test set, a broken loss."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.jobs.queue.events import read_events, report
from core.training.finetune.finetune import order
from core.training.finetune.settings import CannotFineTune, FineTuneSettings, FineTuneSpec
from core.training.finetune.snapshot import RunSnapshot, snapshot_of
from core.training.outcome import Outcome
from core.vision.recipe import Recipe, save_recipe
from core.worker.training.main import preload
from tests.core.training.tiny import tiny_project
from tests.reading import figures
from tests.said import said

SETTINGS = FineTuneSettings(
    architecture="resnet18",
    pretrained=False,
    epochs=2,
    freeze_epochs=1,
    small_size=32,
    small_epochs=2,
    patience=1,
)
LOCKED = 3


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FineTuneSpec]:
    """The order of a few digits, three of which are locked away."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(tmp_path_factory.mktemp("run_home")))
    project = tiny_project()
    save_recipe(project, Recipe(size=48, bs=8))
    asked = order(project, SETTINGS, run_id="")
    locked = [
        picture.model_copy(update={"split": "test"}) if number < LOCKED else picture
        for number, picture in enumerate(asked.pictures)
    ]
    yield asked.model_copy(update={"pictures": locked})
    patch.undo()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def results(spec: FineTuneSpec, folder: Path) -> dict[str, Any]:
    """One fine-tune with everything."""
    return run(spec, folder)


@pytest.fixture(scope="module")
def moment(results: dict[str, Any], folder: Path) -> RunSnapshot:
    return snapshot_of(read_events(folder), "finished", SETTINGS)


def run(spec: FineTuneSpec, folder: Path) -> dict[str, Any]:
    preload()
    from core.worker.training import fine_tune as fastai_run

    return fastai_run.run(spec, folder, lambda kind, **said: report(folder, kind, **said))


def test_the_first_epochs_are_small_the_last_one_is_not(moment: RunSnapshot) -> None:
    assert [row.size for row in moment.epoch_rows] == [32, 32, 48]


def test_early_stopping_compares_full_sizes_only(results: dict[str, Any]) -> None:
    assert results["best_unfrozen_epoch"] == 2


def test_the_watched_pictures_are_seen_before_and_after_each_epoch(moment: RunSnapshot) -> None:
    assert sorted(moment.pictures) == [0, 1, 2, 3]
    shown = {tuple(said.image_id for said in seen) for seen in moment.pictures.values()}
    assert len(shown) == 1
    assert moment.pictures[0] != moment.pictures[3]


def test_the_last_look_at_the_watched_pictures_is_the_models(
    results: dict[str, Any], moment: RunSnapshot, folder: Path
) -> None:
    judged = Outcome.load(folder / "outcome.npz")
    for verdict in moment.pictures[3]:
        row = judged.image_ids.index(verdict.image_id)
        assert judged.splits[row] == "valid"
        assert verdict.predicted == judged.vocab[judged.predicted[row]]
        assert verdict.label_probability == pytest.approx(
            float(judged.probs[row, judged.targets[row]]), abs=1e-3
        )


def test_the_locked_pictures_are_judged_at_the_end(
    spec: FineTuneSpec, results: dict[str, Any], folder: Path
) -> None:
    judged = Outcome.load(folder / "outcome.npz")
    assert judged.splits.count("test") == LOCKED == results["test"]
    assert results["test_correct"] == judged.part("test").correct
    assert results["test_accuracy"] == results["test_correct"] / LOCKED
    assert len(judged.image_ids) == len(spec.pictures)


def broken_after(batches: int) -> Callable[..., Any]:
    """A maker of learners whose loss is no number after so many batches."""
    preload()
    import torch

    from core.worker.training import build_learner

    whole = build_learner.learner

    def make(*arguments: Any) -> Any:
        learn, seen = whole(*arguments), 0
        sound = learn.loss_func

        def loss(*pair: Any, **more: Any) -> Any:
            nonlocal seen
            seen += learn.training
            return sound(*pair, **more) * (torch.nan if seen > batches else 1)

        learn.loss_func = loss
        learn.loss_func.decodes = sound.decodes
        learn.loss_func.activation = sound.activation
        return learn

    return make


def test_a_broken_loss_before_any_whole_epoch_is_a_sentence(
    spec: FineTuneSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.worker.training.build_learner.learner", broken_after(1))
    with pytest.raises(
        CannotFineTune, match=said("worker", "diverged", epoch=1, batch=2, lower=2e-4)
    ):
        run(spec, tmp_path)
    assert not list(tmp_path.glob("*.pt"))


def test_a_broken_loss_later_leaves_the_model_of_the_last_whole_epoch(
    spec: FineTuneSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = sum(picture.split == "train" for picture in spec.pictures) // spec.bs
    monkeypatch.setattr("core.worker.training.build_learner.learner", broken_after(batches + 1))
    monkeypatch.setattr("core.worker.training.fine_tune.save_learner", lambda *_: None)
    results = run(spec, tmp_path)
    assert results["diverged_after"] == 1
    assert 2 in figures(results["diverged"])
    assert 0 <= results["accuracy"] <= 1
    moment = snapshot_of(read_events(tmp_path), "finished", SETTINGS)
    assert [row.epoch for row in moment.epoch_rows] == [1]
