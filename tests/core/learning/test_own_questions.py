"""Questions about the learner's own project have the answers that the project has."""

from __future__ import annotations

from core.drivetrain.plan import Lever, Plan, save_plan
from core.evaluation.confusion import confusion
from core.evaluation.run_outcome import outcome_of
from core.learning.catalogue import catalogue
from core.learning.exercises import NumericExercise
from core.learning.marking import judge
from core.learning.own_questions import own_exercises
from core.project.project import Project
from core.training.runs import chosen_run


def test_an_empty_project_has_nothing_to_ask_about(project: Project) -> None:
    assert own_exercises(project, str) == ()


def test_pictures_split_and_batches_are_counted_in_the_project(digits: Project) -> None:
    found = {one.id: one for one in own_exercises(digits, str)}
    train, valid = (len(digits.images(split=part)) for part in ("train", "valid"))
    share, batches = found["mine-share"], found["mine-batches"]
    assert isinstance(share, NumericExercise) and isinstance(batches, NumericExercise)
    assert share.answer == 100 * valid / (train + valid)
    assert batches.answer == train // min(32, train)
    assert "mine-missed" not in found


def test_the_matrix_shown_is_the_models_own(trained: Project) -> None:
    found = {one.id: one for one in own_exercises(trained, str)}
    run = chosen_run(trained)
    outcome = outcome_of(trained, run) if run else None
    assert outcome
    matrix = confusion(outcome.part("valid"))
    accuracy = found["mine-accuracy"]
    assert (
        accuracy.matrix and [list(row) for row in accuracy.matrix.counts] == matrix.counts.tolist()
    )
    assert judge(accuracy, 100 * matrix.correct / matrix.total).right


def test_costs_become_a_question_once_there_are_levers(digits: Project) -> None:
    levers = [Lever(name="Sound the alarm"), Lever(name="Do nothing")]
    save_plan(digits, Plan(objective="Nobody is hurt.", levers=levers))
    found = [one.id for one in own_exercises(digits, str)]
    assert "mine-action" in found
    book = catalogue(digits, str)
    assert book.shelf_of("mine-action") == "mine" and book.find("mine-action")


def test_names_are_made_safe_by_the_caller(digits: Project) -> None:
    said = "".join(one.prompt for one in own_exercises(digits, lambda name: f"<{name}>"))
    assert any(f"<{name}>" in said for name in digits.classes())
