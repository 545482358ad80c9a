"""Questions about the learner's own project have the answers that the project has."""

from dataclasses import replace

import numpy as np
from PIL import Image

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.evaluation.confusion import confusion
from core.gather.reading.decode import encode
from core.learning.questions.catalogue import catalogue
from core.learning.questions.exercises import ChoiceExercise, NumericExercise
from core.learning.questions.marking import judge
from core.learning.questions.own_questions import own_exercises
from core.project.project import Project
from core.project.records import NewImage
from core.training.outcome import FILE
from core.training.runs import chosen_run, outcome_of


def test_an_empty_project_has_nothing_to_ask_about(project: Project) -> None:
    assert own_exercises(project, str) == ()


def test_pictures_split_and_batches_are_counted_in_the_project(digits: Project) -> None:
    found = {one.id: one for one in own_exercises(digits, str)}
    train, valid = (len(digits.dataset.images(split=part)) for part in ("train", "valid"))
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


def test_a_picture_that_is_not_square_asks_what_was_done_to_it(project: Project) -> None:
    assert "mine-resize" not in {one.id for one in own_exercises(project, str)}
    made = encode(Image.effect_noise((90, 60), 50).convert("RGB"))
    new = NewImage(made.id, made.jpeg, "bear", "bear.jpg", made.width, made.height, "upload", {})
    project.dataset.add([new])
    found = {one.id: one for one in own_exercises(project, str)}
    asked, (picture,) = found["mine-resize"], project.dataset.images()
    assert isinstance(asked, ChoiceExercise) and asked.images == (picture.id,)
    right = next(one.text for one in asked.options if one.right)
    assert right.lower().split()[0] == asked.picture.split("-")[0]


def test_the_highest_loss_of_four_is_the_right_answer(trained: Project) -> None:
    run = chosen_run(trained)
    outcome = outcome_of(trained, run) if run else None
    assert run and outcome
    rows = [row for row, split in enumerate(outcome.splits) if split == "valid"]
    probs = np.full_like(outcome.probs, 0.1 / (len(outcome.vocab) - 1))
    probs[range(len(probs)), outcome.targets] = 0.9
    hardest = rows[3]
    probs[hardest] = 0.01
    probs[hardest, (outcome.targets[hardest] + 1) % len(outcome.vocab)] = 0.95
    replace(outcome, probs=probs).save(trained.runs.folder(run.id) / FILE)

    asked = {one.id: one for one in own_exercises(trained, str)}["mine-top-loss"]
    assert isinstance(asked, ChoiceExercise) and len(set(asked.images)) == 4
    right = next(place for place, one in enumerate(asked.options) if one.right)
    assert asked.images[right] == outcome.image_ids[hardest]
    assert "wrongly" in asked.because


def test_nothing_is_asked_about_losses_that_are_all_alike(trained: Project) -> None:
    run = chosen_run(trained)
    outcome = outcome_of(trained, run) if run else None
    assert run and outcome
    even = np.full_like(outcome.probs, 1 / len(outcome.vocab))
    replace(outcome, probs=even).save(trained.runs.folder(run.id) / FILE)
    assert "mine-top-loss" not in {one.id for one in own_exercises(trained, str)}


def test_costs_become_a_question_once_there_are_levers(digits: Project) -> None:
    levers = [Lever(name="Sound the alarm"), Lever(name="Do nothing")]
    save_plan(digits, Plan(objective="Nobody is hurt.", levers=levers))
    found = [one.id for one in own_exercises(digits, str)]
    assert "mine-action" in found
    book = catalogue(digits, str)
    assert book.shelf_of("mine-action") == "mine" and book.find("mine-action")


def test_names_are_made_safe_by_the_caller(digits: Project) -> None:
    said = "".join(one.prompt for one in own_exercises(digits, lambda name: f"<{name}>"))
    assert any(f"<{name}>" in said for name in digits.dataset.classes())
