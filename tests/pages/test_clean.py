"""The Clean page: staged choices survive everything, apply makes a version, retraining compares."""

from __future__ import annotations

from collections.abc import Callable

from core.project.project import Project
from core.training.quick_jobs import quick_progress
from tests.app import open_page, texts
from ui.cleaning_wall import stage_choice


def training_ended(project: Project) -> bool:
    snapshot = quick_progress(project)
    return snapshot is not None and snapshot.state != "running"


def test_without_a_model_one_button_trains_it(digits: Project) -> None:
    page = open_page("/clean", digits)
    assert page.button(key="clean_train").label == "Train a model now"


def test_choices_survive_switching_class_split_and_a_reload(trained: Project) -> None:
    one, two = trained.images(label="three", split="train")[:2]
    stage_choice(trained, one.id, "delete", None)
    stage_choice(trained, two.id, "relabel", "five")
    page = open_page("/clean", trained)
    assert page.button(key="apply_cleaning").label == "Apply 2 changes"
    page.selectbox(key="clean_class").select("five").run()
    page.get("segmented_control")[0].set_value("valid").run()
    assert not page.exception
    assert page.button(key="apply_cleaning").label == "Apply 2 changes"
    assert open_page("/clean", trained).button(key="apply_cleaning").label == "Apply 2 changes"


def test_cleaning_validation_pictures_is_warned_about(trained: Project) -> None:
    page = open_page("/clean", trained)
    assert not page.warning
    page.get("segmented_control")[0].set_value("valid").run()
    assert "the exam your model is marked by" in page.warning[0].value


def test_an_undone_choice_and_a_picture_that_is_gone_change_nothing(trained: Project) -> None:
    here, gone = trained.images()[:2]
    trained.remove([gone.id])
    stage_choice(trained, here.id, "delete", None)
    stage_choice(trained, here.id, "undo", None)
    stage_choice(trained, gone.id, "delete", None)
    assert trained.staged() == {}


def test_taking_back_all_leaves_nothing_to_apply(trained: Project) -> None:
    stage_choice(trained, trained.images()[0].id, "delete", None)
    page = open_page("/clean", trained)
    page.button(key="take_back").click().run()
    assert trained.staged() == {}
    assert "apply_cleaning" not in [button.key for button in page.button]


def test_apply_retrain_compare_and_undo(trained: Project, until: Callable[..., None]) -> None:
    wrong = trained.images(label="three", split="train")[0]
    stage_choice(trained, wrong.id, "relabel", "five")
    page = open_page("/clean", trained)
    page.button(key="apply_cleaning").click().run()
    assert trained.image(wrong.id).label == "five"
    assert "Last cleaning: 1 relabelled, 0 deleted (version 1 → 2)" in texts(page)
    page.button(key="retrain").click().run()
    until(lambda: training_ended(trained), 60, "the training to end")
    page.run()
    assert not page.exception
    assert "Before and after" in texts(page)
    assert [m.label for m in page.metric] == ["Before", "After"]
    page.button(key="undo_cleaning").click().run()
    assert trained.image(wrong.id).label == "three"
    assert "Since the last training: **1 picture relabelled**" in texts(page)
