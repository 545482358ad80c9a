"""The bet against numerical integration, and its promise that nobody wins while nothing changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from core.world.drift.betting import RICH, p_values, wealth


@settings(max_examples=30)
@given(st.lists(st.floats(1e-6, 1 - 1e-6), min_size=1, max_size=12))
def test_wealth_is_the_mean_over_all_exponents(values: list[float]) -> None:
    exponents = (np.arange(20_000) + 0.5) / 20_000
    each = np.prod([exponents * p ** (exponents - 1) for p in values], axis=0)
    assert wealth(np.array(values))[-1] == pytest.approx(each.mean(), rel=1e-3)


def test_p_values_are_counted_by_hand() -> None:
    usual, new = np.array([1.0, 2.0, 3.0]), np.array([2.5, 9.0])
    random = 1 - np.random.default_rng(0).random(2)
    assert p_values(usual, new).tolist() == pytest.approx(
        [(1 + random[0]) / 4, random[1] / 5], abs=1e-12
    )


def test_while_nothing_changes_p_values_are_uniform_and_few_get_rich() -> None:
    random, rich, every = np.random.default_rng(1), 0, []
    runs = 600
    for run in range(runs):
        strange = random.integers(0, 30, 130).astype(float)  # with ties
        values = p_values(strange[:40], strange[40:], run)
        every.append(values)
        rich += wealth(values).max() >= RICH
    assert kstest(np.concatenate(every), "uniform").pvalue > 0.001
    assert rich / runs <= 1 / RICH + 3 * np.sqrt(0.05 * 0.95 / runs)


def test_stranger_and_stranger_pictures_make_rich() -> None:
    random = np.random.default_rng(2)
    drifting = random.normal(size=100) + np.linspace(0, 3, 100)
    assert wealth(p_values(random.normal(size=60), drifting)).max() > 1000
