"""Every novelty score against an oracle, and the line's promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.spatial.distance import cdist
from sklearn.covariance import LedoitWolf
from sklearn.metrics import roc_auc_score

from core.evaluation.novelty import (
    MAX_PROBABILITY,
    Familiar,
    auroc,
    caught,
    centroid_distance,
    centroids,
    is_strange,
    line_at,
    neighbour_distance,
    spread,
    unit,
)

SCORES = arrays.arrays(np.float64, st.integers(1, 40), elements=st.integers(0, 9).map(float))


def _pictures(
    count: int = 40, width: int = 60, classes: int = 3
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    targets = np.arange(count) % classes
    vectors = random.normal(size=(count, width)) + 3 * np.eye(classes, width)[targets]
    probs = random.dirichlet(np.ones(classes), size=count)
    return vectors.astype(np.float32), targets, probs


@given(SCORES, SCORES)
def test_auroc_is_that_of_scikit_learn(usual: np.ndarray, strange: np.ndarray) -> None:
    truth = np.repeat([0, 1], [len(usual), len(strange)])
    oracle = roc_auc_score(truth, np.concatenate([usual, strange]))
    assert auroc(usual, strange) == pytest.approx(oracle)


def test_no_pictures_have_no_auroc() -> None:
    assert np.isnan(auroc(np.zeros(0), np.ones(3)))


@given(SCORES, st.floats(0, 1))
def test_a_line_keeps_its_promise_on_the_pictures_it_was_set_on(
    usual: np.ndarray, false_calls: float
) -> None:
    assert is_strange(usual, line_at(usual, false_calls)).mean() <= false_calls + 1e-6


@given(SCORES, SCORES, st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_line_never_passes_more_strange_pictures(
    usual: np.ndarray, strange: np.ndarray, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert caught(usual, strange, high) >= caught(usual, strange, low)


def test_distances_are_those_of_brute_force() -> None:
    vectors, targets, _ = _pictures()
    middles = centroids(vectors, targets, 3)
    means = np.stack([unit(vectors)[targets == one].mean(axis=0) for one in range(3)])
    near = cdist(vectors, means, "cosine").min(axis=1)
    np.testing.assert_allclose(centroid_distance(vectors, middles), near, atol=1e-6)
    fifth = np.sort(cdist(vectors[:7], vectors[7:], "cosine"), axis=1)[:, :5].mean(axis=1)
    np.testing.assert_allclose(neighbour_distance(vectors[:7], vectors[7:]), fifth, atol=1e-6)


def test_mahalanobis_is_that_of_the_whole_shrunk_covariance() -> None:
    vectors, targets, _ = _pictures()
    found = spread(vectors, targets, 3)
    away = unit(vectors) - found.middles[targets]
    precision = LedoitWolf(assume_centered=True).fit(away).precision_
    others = np.random.default_rng(8).normal(size=(5, vectors.shape[1]))
    whole = [
        np.einsum("nd,de,ne->n", unit(others) - middle, precision, unit(others) - middle)
        for middle in found.middles
    ]
    np.testing.assert_allclose(found.distance(others), np.min(whole, axis=0), rtol=1e-5)


def test_out_of_fold_no_picture_is_its_own_neighbour() -> None:
    vectors, targets, probs = _pictures()
    known = Familiar.of(vectors, targets, 3)
    honest, by_heart = known.out_of_fold(probs), known.scores(vectors, probs)
    assert by_heart.keys() == honest.keys()
    for name in honest.keys() - {MAX_PROBABILITY}:
        assert honest[name].mean() > by_heart[name].mean(), name


def test_one_picture_and_an_empty_class_have_scores() -> None:
    vectors, _, _ = _pictures(1)
    found = Familiar.of(vectors, np.array([0]), 2)
    scores = found.scores(vectors, np.array([[0.9, 0.1]]))
    assert all(np.isfinite(score).all() for score in scores.values())
    with pytest.raises(ValueError):
        Familiar.of(vectors[:0], np.array([], dtype=np.int64), 2)
