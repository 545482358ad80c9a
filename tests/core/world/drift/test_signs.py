"""Signs of drift against scikit-learn, a hand count, and coin tosses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, entropy
from sklearn.linear_model import Ridge

from core.world.drift.signs import mix_of, split_in_two, stability, told_apart
from core.world.ridge import RIDGE

COUNTS = st.lists(st.integers(0, 50), min_size=3, max_size=3)


def _mix(counts: list[int]) -> np.ndarray:
    return mix_of(np.repeat(np.arange(3), counts), 3)


@given(COUNTS, COUNTS)
def test_stability_is_the_sum_of_both_divergences(one: list[int], other: list[int]) -> None:
    before, now = _mix(one), _mix(other)
    oracle = entropy(before, now) + entropy(now, before)
    assert stability(before, now) == pytest.approx(oracle, abs=1e-9)
    assert stability(before, before) == 0


def test_telling_apart_is_a_ridge_on_half_of_the_pictures() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(80, 6))
    rows[40:] += 0.7
    earlier, later = np.arange(40), np.arange(40, 80)
    learn, judge, aims = split_in_two(earlier, later, 3)
    ridge = Ridge(alpha=RIDGE, fit_intercept=False).fit(rows[learn], aims[: len(learn)])
    right = ((ridge.predict(rows[judge]) > 0) == (judge >= 40)).sum()
    told = told_apart(rows @ rows.T, earlier, later, 3)
    assert told.score.correct == right and told.score.total == 40
    oracle = binomtest(int(right), 40, 0.5, alternative="greater").pvalue
    assert told.chance == pytest.approx(oracle)


def test_alike_months_are_told_apart_no_more_often_than_promised() -> None:
    random = np.random.default_rng(4)
    calls = 0
    for seed in range(300):
        rows = random.normal(size=(60, 5))
        calls += told_apart(rows @ rows.T, np.arange(30), np.arange(30, 60), seed).chance <= 0.05
    assert calls / 300 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


def test_a_month_of_one_picture_tells_nothing() -> None:
    told = told_apart(np.eye(5), np.array([0]), np.arange(1, 5))
    assert told.score.total == 0 and told.chance == 1.0
