"""Questions about the learner's own confusion matrix."""

from collections.abc import Iterator

import numpy as np

from core.evaluation.confusion import Confusion, confusion
from core.learning.questions.exercises import ChoiceExercise, Exercise, Matrix, NumericExercise
from core.learning.questions.own_parts import MOST_CLASSES, Shown, options_of, slips_of
from core.project.project import Project
from core.training.runs import chosen_run, outcome_of
from core.words import percent


def about_model(project: Project, shown: Shown) -> Iterator[Exercise]:
    """What can be asked about the validation matrix of the chosen run."""
    run = chosen_run(project)
    outcome = outcome_of(project, run) if run else None
    if outcome is None or not 2 <= len(outcome.vocab) <= MOST_CLASSES:
        return
    matrix = confusion(outcome.part("valid"))
    if not matrix.counts.sum(axis=1).all():
        return
    yield from _hurt_most(matrix, shown)
    yield _missed(matrix, shown)
    yield _accuracy(matrix)


def _hurt_most(matrix: Confusion, shown: Shown) -> Iterator[Exercise]:
    totals = matrix.counts.sum(axis=1)
    missed = totals - np.diag(matrix.counts)
    shares = missed / totals
    worst = int(shares.argmax())
    if int((shares == shares[worst]).sum()) > 1:
        return
    said = {
        shown(
            name
        ): f"{missed[i]} of its {totals[i]} are missed, {percent(shares[i])}. Another loses more."
        for i, name in enumerate(matrix.vocab)
    }
    yield ChoiceExercise(
        id="mine-hurt",
        name="Which class is hurt most",
        prompt="This is your matrix. Which class is missed most often, as a share of its pictures?",
        matrix=_matrix(matrix),
        options=options_of(said, shown(matrix.vocab[worst])),
        because=(
            f"{missed[worst]} of its {totals[worst]} pictures are missed, {percent(shares[worst])}."
        ),
        page="clean",
        try_it="Look at the worst pictures of this class.",
        topic="model",
    )


def _missed(matrix: Confusion, shown: Shown) -> Exercise:
    row = int((matrix.counts.sum(axis=1) - np.diag(matrix.counts)).argmax())
    right, total = int(matrix.counts[row, row]), int(matrix.counts[row].sum())
    alarms = int(matrix.counts[:, row].sum()) - right
    name = shown(matrix.vocab[row])
    return NumericExercise(
        id="mine-missed",
        name="Read your matrix",
        prompt=f"How many pictures of {name} did your model call something else?",
        matrix=_matrix(matrix),
        answer=total - right,
        unit="pictures",
        slips=slips_of(total - right, 0, {
            alarms: f"You read the column: other pictures that were called {name}.",
            right: "So many are right.",
            total: "So many there are in all.",
        }),
        otherwise=f"Add the row of {name} without the number on the diagonal.",
        because=f"{total} pictures in the row, {right} of them on the diagonal.",
        page="evaluate",
        try_it="Click the cell to see these pictures.",
        topic="model",
    )  # fmt: skip


def _accuracy(matrix: Confusion) -> Exercise:
    share = 100 * matrix.correct / matrix.total
    return NumericExercise(
        id="mine-accuracy",
        name="Your accuracy by hand",
        prompt="What is the accuracy of your model, in %?",
        matrix=_matrix(matrix),
        answer=share,
        tolerance=0.6,
        unit="%",
        slips=slips_of(share, 0.6, {
            100 - share: "That is the error rate.",
            matrix.correct: "That is how many are right. Divide it by all pictures.",
        }),
        otherwise="Divide the diagonal by all pictures of the matrix.",
        because=f"{matrix.correct} of {matrix.total} are on the diagonal.",
        page="evaluate",
        try_it="Read how far this figure can be trusted with so many pictures.",
        topic="model",
    )  # fmt: skip


def _matrix(matrix: Confusion) -> Matrix:
    counts = tuple(tuple(int(count) for count in row) for row in matrix.counts)
    return Matrix(classes=tuple(matrix.vocab), counts=counts)
