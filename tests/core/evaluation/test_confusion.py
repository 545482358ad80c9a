import numpy as np
from sklearn.metrics import confusion_matrix

from core.evaluation.confusion import confusion, mistakes_by_cell, mix_ups
from tests.core.evaluation.outcomes import outcome

BEARS = ["black", "grizzly", "teddy"]
ROWS = [
    ("a", "black", [0.8, 0.1, 0.1]),
    ("b", "black", [0.3, 0.6, 0.1]),
    ("c", "black", [0.05, 0.9, 0.05]),
    ("d", "grizzly", [0.7, 0.2, 0.1]),
    ("e", "teddy", [0.1, 0.6, 0.3]),
]


def test_rows_are_actual_and_columns_predicted() -> None:
    assert confusion(outcome(BEARS, ROWS)).counts.tolist() == [[1, 2, 0], [1, 0, 0], [0, 1, 0]]


def test_agrees_with_scikit_learn_and_keeps_every_picture() -> None:
    rng = np.random.default_rng(0)
    vocab = list("abcdef")
    rows = [(str(i), vocab[rng.integers(6)], rng.dirichlet(np.ones(6))) for i in range(200)]
    judged = outcome(vocab, rows)
    matrix = confusion(judged)
    assert (matrix.counts == confusion_matrix(judged.targets, judged.predicted)).all()
    assert matrix.total == 200
    assert matrix.correct == int((judged.targets == judged.predicted).sum())


def test_mix_ups_count_both_directions_most_often_first() -> None:
    pairs = mix_ups(confusion(outcome(BEARS, ROWS)))
    assert [(p.first, p.second, p.count) for p in pairs] == [
        ("black", "grizzly", 3),
        ("grizzly", "teddy", 1),
    ]
    assert {pairs[0].first, pairs[0].second} == {"grizzly", "black"}


def test_a_class_never_shown_has_an_empty_row() -> None:
    matrix = confusion(outcome(BEARS, ROWS[:1]))
    assert matrix.counts[2].sum() == 0
    assert mix_ups(matrix) == []


def test_mistakes_are_listed_by_cell_most_often_first_with_the_pictures_of_the_class() -> None:
    cells = mistakes_by_cell(confusion(outcome(BEARS, ROWS)))
    matrix = confusion(outcome(BEARS, ROWS))
    assert sum(cell.times for cell in cells) == matrix.total - matrix.correct
    assert all(cell.actual != cell.predicted and cell.times <= cell.pictures for cell in cells)
    assert [cell.times for cell in cells] == sorted((cell.times for cell in cells), reverse=True)
