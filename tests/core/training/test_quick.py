import errno
import threading
from pathlib import Path

import numpy as np
import pytest

from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.jobs.background import Stopped
from core.project.project import Project
from core.project.records import RunRecord, SplitSettings
from core.training.enough import Shortage
from core.training.outcome import Outcome
from core.training.quick.head import Head
from core.training.quick.quick import train_quick
from core.training.quick.training_set import CannotTrain
from core.vision.recipe import Recipe, save_recipe
from core.vision.views import keep_views
from tests.core.vision.pictures import new_image


def fill(project: Project, **classes: int) -> None:
    """Add that many pictures to each class; they hold nothing but noise."""
    seed = 0
    for label, count in classes.items():
        project.dataset.add(new_image(label, seed + i) for i in range(count))
        seed += count


def test_a_finished_run_says_how_good_it_is(trained: Project) -> None:
    (run,) = trained.runs.all()
    held_out = len(trained.dataset.images(split="valid"))
    assert (run.kind, run.status) == ("quick", "finished")
    assert run.results["valid"] == held_out
    assert run.results["accuracy"] == run.results["correct"] / held_out > 0.8
    assert run.results["embedded"] == len(trained.dataset.images())
    assert (
        sum(counts["correct"] for counts in run.results["classes"].values())
        == (run.results["correct"])
    )


def test_the_run_names_the_version_it_saw(trained: Project) -> None:
    (run,) = trained.runs.all()
    seen = {record.id for record in trained.versions.images(run.version)}
    assert seen == {record.id for record in trained.dataset.images()}


def test_the_outcome_has_every_picture_with_its_label(trained: Project) -> None:
    (run,) = trained.runs.all()
    outcome = Outcome.load(trained.runs.folder(run.id) / "outcome.npz")
    labels = {record.id: (record.label, record.split) for record in trained.dataset.images()}
    rows = zip(outcome.image_ids, outcome.targets, outcome.splits, strict=True)
    assert {image: (outcome.vocab[target], split) for image, target, split in rows} == labels
    np.testing.assert_allclose(outcome.probs.sum(axis=1), 1, rtol=1e-4)
    assert outcome.part("valid").accuracy == run.results["accuracy"]


def test_training_again_after_relabelling_looks_at_no_picture_twice(trained: Project) -> None:
    wrong = [record.id for record in trained.dataset.images(label="three", split="train")[:3]]
    trained.dataset.move(wrong, "eight")
    run = train_quick(trained)
    assert run.results["embedded"] == 0
    assert run.version != trained.runs.all()[1].version
    outcome = Outcome.load(trained.runs.folder(run.id) / "outcome.npz")
    rows = [outcome.image_ids.index(image) for image in wrong]
    assert {outcome.vocab[target] for target in outcome.targets[rows]} == {"eight"}


def test_the_recipe_decides_what_the_network_sees(trained: Project) -> None:
    save_recipe(trained, Recipe(size=64, item_tfm="squish"))
    run = train_quick(trained)
    assert run.results["embedded"] == len(trained.dataset.images())
    assert Recipe.model_validate(run.settings["recipe"]).preprocess().key == "64-squish"


@pytest.mark.parametrize(
    ("classes", "missing"),
    [
        ({}, Shortage("no picture")),
        ({"black": 4}, Shortage("one class", "black")),
        ({"black": 6, "teddy": 1}, Shortage("too few to learn from", "teddy", 1)),
        ({"black": 1, "teddy": 1}, Shortage("too few to learn from", "black", 1)),
    ],
)
def test_what_cannot_be_trained_is_told_in_a_sentence(
    project: Project, classes: dict[str, int], missing: Shortage
) -> None:
    fill(project, **classes)
    with pytest.raises(CannotTrain) as refusal:
        train_quick(project)
    assert str(refusal.value) == str(missing)
    assert project.runs.all() == []
    assert project.versions.all() == []


def test_with_nothing_held_out_there_is_nothing_to_check_on(project: Project) -> None:
    fill(project, black=4, teddy=4)
    project.dataset.set_split(SplitSettings(valid_pct=0.0))
    with pytest.raises(CannotTrain) as refusal:
        train_quick(project)
    assert str(refusal.value) == str(Shortage("too few to check"))


def test_an_empty_class_does_not_disturb(project: Project) -> None:
    fill(project, black=5, teddy=5)
    project.dataset.add_class("grizzly")
    assert sorted(train_quick(project).results["classes"]) == ["black", "teddy"]


def test_stopping_leaves_no_run(project: Project) -> None:
    fill(project, black=5, teddy=5)
    stop = threading.Event()
    with pytest.raises(Stopped):
        train_quick(project, progress=lambda fraction, message: stop.set(), stop=stop)
    assert project.runs.all() == []


def test_progress_goes_forward_from_nothing_to_nearly_all(project: Project) -> None:
    fill(project, black=5, teddy=5)
    fractions = list[float]()
    train_quick(project, progress=lambda fraction, message: fractions.append(fraction))
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < fractions[-1] <= 1


def outcome_of(project: Project, run: RunRecord) -> Outcome:
    return Outcome.load(project.runs.folder(run.id) / "outcome.npz")


def head_of(project: Project, run: RunRecord) -> Head:
    return Head.load(project.runs.folder(run.id) / "head.npz")


def test_pictures_that_arrive_are_the_only_ones_looked_at(trained: Project) -> None:
    trained.dataset.add(new_image("three", seed) for seed in range(4))
    assert train_quick(trained).results["embedded"] == 4


def test_more_looks_are_learned_from_and_change_nothing_else(trained: Project) -> None:
    (once,) = trained.runs.all()
    keep_views(trained, "mirrored")
    run = train_quick(trained)
    assert run.settings["views"] == "mirrored"
    assert run.results["embedded"] == run.results["train"] == once.results["train"]
    before, after = outcome_of(trained, once), outcome_of(trained, run)
    assert after.image_ids == before.image_ids
    assert head_of(trained, run).coef.shape == head_of(trained, once).coef.shape
    assert not np.array_equal(after.probs, before.probs)
    assert train_quick(trained).results["embedded"] == 0


def test_the_locked_test_set_is_judged_and_never_learned_from(trained: Project) -> None:
    locked = trained.dataset.lock_test(0.2)
    run = train_quick(trained)
    test = outcome_of(trained, run).part("test")
    assert set(test.image_ids) == {record.id for record in trained.dataset.images(split="test")}
    assert (run.results["test"], run.results["test_correct"]) == (locked, test.correct)
    assert run.results["test_accuracy"] == test.correct / locked > 0.7
    assert run.results["train"] + run.results["valid"] + locked == len(trained.dataset.images())
    with trained.writing(dataset=True) as connection:
        connection.execute("UPDATE image SET label = 'three' WHERE split = 'test'")
    again = train_quick(trained)
    np.testing.assert_array_equal(head_of(trained, again).coef, head_of(trained, run).coef)
    assert again.results["test_accuracy"] < run.results["test_accuracy"]


def test_a_class_that_vanishes_meanwhile_does_not_disturb(project: Project) -> None:
    fill(project, black=5, teddy=5, grizzly=5)

    def vanish(fraction: float, message: str) -> None:
        project.dataset.remove([record.id for record in project.dataset.images(label="grizzly")])

    run = train_quick(project, progress=vanish)
    assert sorted(run.results["classes"]) == ["black", "grizzly", "teddy"]
    assert sorted(train_quick(project).results["classes"]) == ["black", "teddy"]


def test_without_room_for_its_files_there_is_no_run(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = trained.runs.all()
    monkeypatch.setattr(Outcome, "save", full)
    with pytest.raises(OSError, match="No space"):
        train_quick(trained)
    assert trained.runs.all() == before


@pytest.mark.photos
def test_real_bears_are_told_apart(project: Project, bears: Path) -> None:
    paths = [path for folder in sorted(bears.iterdir()) for path in sorted(folder.iterdir())[:25]]
    files = [(f"{path.parent.name}/{path.name}", path.read_bytes()) for path in paths]
    take_in(project, from_folder(files))
    assert train_quick(project).results["accuracy"] >= 0.9
