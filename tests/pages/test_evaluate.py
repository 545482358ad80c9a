"""The Evaluate page: guess, then the matrix and the pictures behind it, then the top losses."""

from __future__ import annotations

from core.evaluation.confusion import confusion, mix_ups
from core.evaluation.run_outcome import outcome_of
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import chosen_run
from tests.app import open_page, texts


def valid_part(project: Project) -> Outcome:
    run = chosen_run(project)
    assert run is not None
    outcome = outcome_of(project, run)
    assert outcome is not None
    return outcome.part("valid")


def test_without_a_model_one_button_trains_it(digits: Project) -> None:
    page = open_page("/evaluate", digits)
    assert "no trained model yet" in texts(page)
    assert page.button(key="evaluate_train").label == "Train a model now"


def test_accuracy_is_a_fraction_of_pictures_and_the_matrix_waits_for_a_guess(
    trained: Project,
) -> None:
    valid = valid_part(trained)
    page = open_page("/evaluate", trained)
    values = [metric.value for metric in page.metric]
    assert values[0] == f"{valid.correct} of {len(valid.image_ids)}"
    assert "Guess first" in texts(page)
    assert "Top losses" not in texts(page)
    assert "What you just saw" not in texts(page)


def test_a_guess_reveals_the_matrix_and_survives_a_reload(trained: Project) -> None:
    page = open_page("/evaluate", trained)
    page.get("pills")[0].set_value("eight and five").run()
    page.button(key="lock_guess").click().run()
    assert not page.exception
    for view in (page, open_page("/evaluate", trained)):
        assert "You guessed **eight and five**" in texts(view)
        assert "Top losses" in texts(view)


def test_any_cell_can_be_named_without_a_mouse(trained: Project) -> None:
    matrix = confusion(valid_part(trained))
    page = open_page("/evaluate", trained)
    page.button(key="skip_guess").click().run()
    if worst := mix_ups(matrix):
        assert {page.selectbox(key="actual").value, page.selectbox(key="predicted").value} == {
            worst[0].first,
            worst[0].second,
        }
    page.selectbox(key="actual").select("five")
    page.selectbox(key="predicted").select("five").run()
    right = int(matrix.counts[matrix.vocab.index("five"), matrix.vocab.index("five")])
    assert f"**{right} pictures of five named right**" in texts(page)


def test_a_label_changed_since_the_training_is_said_with_a_way_to_retrain(
    trained: Project,
) -> None:
    trained.move([trained.images(label="three")[0].id], "five")
    page = open_page("/evaluate", trained)
    assert "Since this training: 1 picture relabelled" in texts(page)
    assert page.button(key="evaluate_retrain")
