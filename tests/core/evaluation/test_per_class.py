"""Precision, recall and F1 agree with scikit-learn, and with nothing to count they stay calm."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from core.evaluation.confusion import Confusion, class_scores, confusion, most_confused, shares
from tests.core.evaluation.outcomes import outcome


def test_they_agree_with_scikit_learn_lowest_f1_first() -> None:
    rng = np.random.default_rng(1)
    vocab = list("abcdef")
    rows = [(str(i), vocab[rng.integers(6)], rng.dirichlet(np.ones(6))) for i in range(300)]
    judged = outcome(vocab, rows)
    precision, recall, f1, _ = precision_recall_fscore_support(judged.targets, judged.predicted)
    scores = class_scores(confusion(judged))
    assert [one.f1 for one in scores] == sorted(one.f1 for one in scores)
    for one in scores:
        place = vocab.index(one.name)
        assert one.precision.accuracy == pytest.approx(precision[place])
        assert one.recall.accuracy == pytest.approx(recall[place])
        assert one.f1 == pytest.approx(f1[place])


def test_a_class_without_pictures_that_is_called_has_a_precision_only() -> None:
    matrix = Confusion(["a", "b", "c"], np.array([[2, 1, 0], [0, 0, 0], [0, 0, 0]]))
    scores = {one.name: one for one in class_scores(matrix)}
    assert set(scores) == {"a", "b"}
    assert scores["b"].recall.total == 0
    assert scores["b"].precision.total == 1
    assert scores["b"].f1 == 0.0


def test_shares_of_rows_and_columns_add_up_to_one() -> None:
    matrix = Confusion(["a", "b", "c"], np.array([[3, 1, 0], [1, 1, 0], [0, 0, 0]]))
    assert shares(matrix, "row").sum(axis=1).tolist() == [1, 1, 0]
    assert shares(matrix, "column").sum(axis=0).tolist() == [1, 1, 0]
    assert shares(matrix, "counts").tolist() == shares(matrix, "row").tolist()


def test_the_most_confused_classes_keep_their_order() -> None:
    counts = np.diag([9, 9, 9, 9])
    counts[3, 1] = 5
    counts[0, 1] = 1
    assert most_confused(Confusion(list("abcd"), counts), 2) == ["b", "d"]
