from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from core.training.head import FittedHead, fit_head


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
    head = fitted(3).head
    head.save(tmp_path / "head.npz")
    with np.load(tmp_path / "head.npz", allow_pickle=False) as stored:
        np.testing.assert_array_equal(stored["coef"], head.coef)
        np.testing.assert_array_equal(stored["intercept"], head.intercept)
        assert json.loads(str(stored["vocab"])) == head.vocab
