import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from core.training.quick import head as head_module
from core.training.quick import least_squares, logistic
from core.training.quick.head import LEAST_SQUARES, FittedHead, fit_head
from core.training.quick.logistic import FOLDS, Points, fit_logistic


def all_looks_at(points: Points, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is learned from some pictures: all looks at them, and their targets."""
    rows = np.concatenate([pictures + look * points.pictures for look in range(points.looks)])
    return points.values[rows], np.tile(points.targets[pictures], points.looks)


def clouds(
    classes: int, each: int, width: int = 400, seed: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Points around one centre a class, in more dimensions than points."""
    random = np.random.default_rng(seed)
    targets = np.repeat(np.arange(classes), each)
    centres = np.random.default_rng(99).normal(size=(classes, width))
    return (centres[targets] + random.normal(size=(len(targets), width))).astype(
        np.float32
    ), targets


def fitted(classes: int, each: int = 12) -> FittedHead:
    points, targets = clouds(classes, each)
    return fit_head(points, targets, [f"class {i}" for i in range(classes)])


@pytest.mark.parametrize("classes", [2, 3])
def test_the_head_is_logistic_regression_on_standardised_embeddings(classes: int) -> None:
    points, targets = clouds(classes, 12)
    ours = fitted(classes)
    mean, deviation = points.mean(0), points.std(0)
    plain = LogisticRegression(C=ours.strength, tol=1e-8, max_iter=5000)
    plain.fit((points - mean) / deviation, targets)
    unseen, _ = clouds(classes, 4, seed=1)
    expected = plain.predict_proba((unseen - mean) / deviation)
    np.testing.assert_allclose(ours.head.probabilities(unseen), expected, atol=0.02)


@pytest.mark.parametrize(("classes", "looks"), [(2, 1), (3, 1), (3, 2)])
def test_each_fold_ends_where_scikit_learn_would(classes: int, looks: int) -> None:
    values, targets = clouds(classes, 12, width=40)
    values = np.concatenate([values, values + 0.3])[: len(targets) * looks]
    points = Points(values, targets, classes)
    ours = fit_logistic(points, lambda: None)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(targets, targets)
    for seen, held in folds:
        plain = LogisticRegression(C=ours.strength / looks, tol=1e-8, max_iter=5000)
        plain.fit(*all_looks_at(points, seen))
        expected = plain.predict_proba(values[held])
        np.testing.assert_allclose(ours.out_of_fold[held], expected, atol=0.02)


def test_folds_fitted_one_by_one_say_what_they_say_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together = fitted(3)
    monkeypatch.setattr(logistic, "MOST_TOGETHER", 1)
    alone = fitted(3)
    assert alone.strength == together.strength
    np.testing.assert_allclose(alone.out_of_fold, together.out_of_fold, atol=0.02)


@pytest.mark.parametrize("classes", [2, 3])
def test_it_recognises_pictures_it_has_not_seen(classes: int) -> None:
    unseen, targets = clouds(classes, 20, seed=1)
    probabilities = fitted(classes).head.probabilities(unseen)
    assert probabilities.shape == (len(targets), classes)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    assert (probabilities.argmax(axis=1) == targets).mean() > 0.95


def test_a_wrong_label_stands_out_because_its_picture_was_not_learned_from() -> None:
    points, targets = clouds(3, 12)
    wrong = targets.copy()
    wrong[5] = 2
    judged = fit_head(points, wrong, ["a", "b", "c"])
    assert judged.out_of_fold[5].argmax() == 0
    np.testing.assert_allclose(judged.out_of_fold.sum(axis=1), 1, rtol=1e-5)


def test_two_pictures_a_class_are_enough() -> None:
    assert fitted(2, each=2).out_of_fold.shape == (4, 2)


def test_more_pictures_than_dimensions_work_too() -> None:
    points, targets = clouds(2, 60, width=30)
    judged = fit_head(points, targets, ["a", "b"])
    assert (judged.head.probabilities(points).argmax(axis=1) == targets).mean() > 0.95


def test_the_file_holds_plain_arrays_and_the_names(tmp_path: Path) -> None:
    three = fitted(3).head
    three.save(tmp_path / "head.npz")
    with np.load(tmp_path / "head.npz", allow_pickle=False) as stored:
        np.testing.assert_array_equal(stored["coef"], three.coef)
        np.testing.assert_array_equal(stored["intercept"], three.intercept)
        assert json.loads(str(stored["vocab"])) == three.vocab


@pytest.mark.parametrize("classes", [3, 40])
def test_another_look_at_a_picture_does_not_give_its_label_away(
    classes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    points, targets = clouds(classes, 12)
    wrong = targets.copy()
    wrong[5] = 2
    if classes > 3:
        monkeypatch.setattr(head_module, "TOO_MUCH_WORK", 0)
    judged = fit_head(points, wrong, [str(i) for i in range(classes)], views=[points])
    assert judged.out_of_fold.shape == (len(targets), classes)
    assert judged.out_of_fold[5].argmax() == 0


def test_other_looks_teach_what_does_not_matter() -> None:
    points, targets = clouds(3, 12)
    unseen, wanted = clouds(3, 20, seed=1)
    misleading = 2 * np.random.default_rng(5).normal(size=400).astype(np.float32)
    misleading += points[targets == 2].mean(axis=0)

    def right(views: list[NDArray[np.float32]]) -> float:
        head = fit_head(points, targets, ["a", "b", "c"], views=views).head
        return float((head.probabilities(unseen + misleading).argmax(axis=1) == wanted).mean())

    assert right([]) < 0.7
    assert right([points + misleading]) > 0.9


def test_a_thousand_classes_of_two_pictures_are_fitted_in_one_step() -> None:
    points, targets = clouds(1000, 2, width=1280)
    judged = fit_head(points, targets, [str(i) for i in range(1000)])
    unseen, wanted = clouds(1000, 1, width=1280, seed=1)
    assert judged.kind == LEAST_SQUARES
    assert (judged.head.probabilities(unseen).argmax(axis=1) == wanted).mean() > 0.95
    assert (judged.out_of_fold.argmax(axis=1) == targets).mean() > 0.5


@pytest.mark.parametrize("looks", [1, 2])
def test_least_squares_judges_a_picture_as_if_it_had_not_been_there(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(least_squares, "STRENGTHS", (1.0,))
    monkeypatch.setattr(least_squares, "SCALES", (4.0,))
    values, targets = clouds(3, 8, width=6)
    values = np.concatenate([values, values + 0.1])[: len(targets) * looks]
    whole = Points(values, targets, 3)
    ours = least_squares.fit_least_squares(whole, lambda: None).out_of_fold[4]
    others = np.delete(np.arange(len(targets)), 4)
    rows, seen = all_looks_at(whole, others)
    squares = np.linalg.eigvalsh(values.T @ values)
    ridge = np.linalg.solve(rows.T @ rows + squares.mean() * np.eye(6), rows.T @ np.eye(3)[seen])
    np.testing.assert_allclose(ours, softmax(4 * values[4] @ ridge), atol=1e-3)


def test_a_fit_can_be_ended_between_two_strengths() -> None:
    def enough() -> None:
        raise InterruptedError

    points, targets = clouds(3, 12)
    with pytest.raises(InterruptedError):
        fit_head(points, targets, ["a", "b", "c"], between=enough)
