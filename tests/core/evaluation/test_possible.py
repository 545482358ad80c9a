"""Conformal sets against brute force, and what they promise."""

import numpy as np
import pytest

from core.evaluation.abroad import NotJudged
from core.evaluation.possible import Asked, always_possible, halves, p_values, possible, reached


def _brute(known, targets, asked):  # type: ignore[no-untyped-def]
    p = np.ones(asked.shape)
    for row, shares in enumerate(asked):
        for one, share in enumerate(shares):
            own = [1 - known[k, one] for k in range(len(known)) if targets[k] == one]
            p[row, one] = (1 + sum(odd >= 1 - share for odd in own)) / (len(own) + 1)
    return p


def test_p_values_are_those_of_counting_class_by_class() -> None:
    random = np.random.default_rng(3)
    known, asked = random.dirichlet([1, 1, 1], 25), random.dirichlet([1, 1, 1], 9)
    targets = random.integers(0, 2, 25)  # of the third class nothing is known
    np.testing.assert_allclose(p_values(known, targets, asked), _brute(known, targets, asked))


def test_the_promise_is_kept_for_every_class_on_pictures_like_the_known_ones() -> None:
    random = np.random.default_rng(0)
    targets = random.integers(0, 3, 1200)
    shares = np.stack([random.dirichlet(np.where(np.arange(3) == one, 3, 1)) for one in targets])
    p = p_values(shares[:600], targets[:600], shares[600:])
    asked = Asked(p, targets[600:], np.arange(600))
    for error in (0.05, 0.2):
        assert abs(reached([asked], error).share - (1 - error)) < 0.04
        for one in range(3):
            rows = asked.targets == one
            assert possible(asked, error)[rows, one].mean() > 1 - error - 0.06
    assert (possible(asked, 0.05) >= possible(asked, 0.2)).all(), "a larger promise, larger sets"


def test_halves_take_each_class_half_and_half() -> None:
    targets = np.array([0] * 6 + [1] * 3)
    for known, rest in halves(targets, 5):
        assert sorted([*known, *rest]) == list(range(9))
        assert np.bincount(targets[known]).tolist() == [3, 2]
    with pytest.raises(NotJudged):
        list(halves(np.array([0, 1])))


def test_a_class_with_too_few_known_pictures_is_always_possible() -> None:
    assert always_possible(8, 0.1) and not always_possible(9, 0.1)
    known = np.full((8, 2), 0.5)
    p = p_values(known, np.zeros(8, np.int64), np.array([[0.0, 1.0]]))
    assert possible(Asked(p, np.array([1]), np.array([0])), 0.1).all()
