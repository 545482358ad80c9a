"""The Clean page: staged choices survive everything, apply makes a version, retraining compares."""

from collections.abc import Callable

from core.content import lesson_text
from core.evaluation.staged_labels import changes_waiting, foreseen_so_far
from core.project.project import Project
from core.training.quick.quick import TRAINING
from tests.app import open_page, shows


def training_ended(project: Project) -> bool:
    snapshot = TRAINING.progress(project)
    return snapshot is not None and snapshot.state != "running"


def test_without_a_model_one_button_trains_it(digits: Project) -> None:
    page = open_page("/clean", digits)
    assert page.button(key="clean_train").label == "Train a model now"


def test_choices_survive_switching_class_split_suspicion_and_a_reload(trained: Project) -> None:
    one, two = trained.dataset.images(label="three", split="train")[:2]
    trained.cleaning.stage(one.id, "delete")
    trained.cleaning.stage(two.id, "relabel", "five")
    page = open_page("/clean", trained)
    assert not page.warning
    assert page.button(key="to_review").label == "Review 2 changes"
    page.selectbox(key="class").select("five").run()
    page.selectbox(key="of").set_value("valid").run()
    assert [one.value for one in page.warning] == [lesson_text("clean")["valid"]]
    page.selectbox(key="why").set_value("alike").run()
    assert not page.exception
    assert page.button(key="to_review").label == "Review 2 changes"
    again = open_page("/clean", trained, step="Review")
    assert again.button(key="apply_cleaning").label == "Apply 2 changes"


def test_taking_back_all_leaves_nothing_to_apply(trained: Project) -> None:
    trained.cleaning.stage(trained.dataset.images(split="valid")[0].id, "delete")
    page = open_page("/clean", trained, step="Review")
    assert "Changing them changes the exam" in page.warning[0].value
    page.button(key="take_back").click().run()
    assert trained.cleaning.staged() == {}
    assert "apply_cleaning" not in [button.key for button in page.button]


def test_what_a_change_would_do_is_shown_before_it_is_applied(
    trained: Project, until: Callable[..., None]
) -> None:
    threes = trained.dataset.images(label="three", split="train")
    page = open_page("/clean", trained)
    for one in threes[: len(threes) // 2]:
        trained.cleaning.stage(one.id, "relabel", "five")
    choices = changes_waiting(trained)
    page.run()
    until(lambda: foreseen_so_far(trained, choices).state == "finished", what="the preview")
    page.run()
    assert not page.exception
    found = foreseen_so_far(trained, choices).result
    assert found is not None
    before, after = found.valid.score(0), found.valid.score(1)
    assert before != after
    assert shows(page, before.correct, after.correct, after.total)
    trained.cleaning.unstage([one.id for one in threes])
    page.run()
    assert not shows(page, before.correct, after.correct, after.total)


def test_apply_retrain_compare_and_undo(trained: Project, until: Callable[..., None]) -> None:
    trained.dataset.lock_test(0.2)
    wrong = trained.dataset.images(label="three", split="train")[0]
    trained.cleaning.stage(wrong.id, "relabel", "five")
    page = open_page("/clean", trained, step="Review")
    page.button(key="apply_cleaning").click().run()
    assert trained.dataset.image(wrong.id).label == "five"
    assert shows(page, 1, 0, 2, 3), "relabelled, deleted, from version to version"
    page.button(key="retrain").click().run()
    until(lambda: training_ended(trained), what="the training to end")
    page.run()
    assert not page.exception
    assert [m.label for m in page.metric] == ["Before", "After"]
    first = len(page.caption)
    page.button(key="undo_cleaning").click().run()
    assert trained.dataset.image(wrong.id).label == "three"
    page.button(key="retrain").click().run()
    until(lambda: training_ended(trained), what="the second training to end")
    page.run()
    assert [m.label for m in page.metric] == ["Before", "After", "Before", "After"]
    assert len(page.caption) != first, "the test pictures stay shut, and that is said"


def test_any_version_comes_back_and_that_can_be_undone(trained: Project) -> None:
    trained.dataset.remove([image.id for image in trained.dataset.images()[:3]])
    smaller = {image.id for image in trained.dataset.images()}
    page = open_page("/clean", trained, step="Versions")
    page.button(key="restore_1").click().run()
    assert shows(page, 3)
    page.button(key="restore_now").click().run()
    assert len(trained.dataset.images()) == len(smaller) + 3
    page.button(key="restore_2").click().run()
    page.button(key="restore_now").click().run()
    assert {image.id for image in trained.dataset.images()} == smaller
