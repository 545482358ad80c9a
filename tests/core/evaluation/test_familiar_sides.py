"""What a class learned from lies in memory once; what nobody used for long goes."""

import numpy as np

from core.evaluation.familiar_sides import FamiliarSides

TARGETS = np.array([0, 0, 1, 1])


def vectors(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(4, 6)).astype(np.float32)


def test_learners_of_the_same_pictures_share_one_side() -> None:
    sides = FamiliarSides()
    first = sides.shared("a", vectors(1), TARGETS, 2)
    assert sides.shared("b", vectors(1), TARGETS, 2) is first
    assert sides.of("a") is first is sides.of("b")
    assert sides.shared("c", vectors(1), TARGETS[::-1].copy(), 2) is not first
    assert sides.shared("d", vectors(2), TARGETS, 2) is not first
    assert sides.of("nobody") is None


def test_the_side_used_longest_ago_goes() -> None:
    sides = FamiliarSides(most=2)
    first = sides.shared("a", vectors(1), TARGETS, 2)
    sides.shared("b", vectors(2), TARGETS, 2)
    assert sides.of("a") is first
    sides.shared("c", vectors(3), TARGETS, 2)
    assert sides.of("b") is None and sides.of("a") is first
    again = sides.shared("b", vectors(2), TARGETS, 2)
    assert np.array_equal(again.targets, TARGETS)
