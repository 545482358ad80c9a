"""The urn against closed forms and against what its authors proved."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, kstest

from core.world.loop.two_towns import Towns, locked_in, shares


def test_equal_towns_are_a_polya_urn() -> None:
    """With a find each day the first town's finds after n days are beta-binomial."""
    days, start = 40, (2, 3)
    towns = Towns(crime=(1.0, 1.0), records=start, days=days)
    ends = shares(towns, runs=4000, seed=1)[:, -1]
    finds = np.round(ends * (sum(start) + days)).astype(int) - start[0]
    counts = np.bincount(finds, minlength=days + 1) / len(finds)
    expected = betabinom(days, *start).pmf(np.arange(days + 1))
    assert np.abs(np.cumsum(counts) - np.cumsum(expected)).max() < 0.03


def test_in_the_long_run_the_share_is_a_beta_with_any_crime() -> None:
    towns = Towns(crime=(0.5, 0.5), records=(1, 1), days=3000)
    assert kstest(shares(towns, runs=600, seed=2)[:, -1], "uniform").pvalue > 0.01


def test_more_crime_takes_all_the_records_without_the_correction() -> None:
    """Ensign and others, 2018: the share of the town with more crime tends to one."""
    ends = [
        shares(Towns(crime=(0.8, 0.4), days=days), runs=300)[:, -1].mean() for days in (365, 4000)
    ]
    assert 0.8 < ends[0] < ends[1]


def test_the_correction_brings_the_records_to_the_true_share() -> None:
    ends = shares(Towns(crime=(0.6, 0.3), days=6000, corrected=True), runs=200)[:, -1]
    assert abs(ends.mean() - 2 / 3) < 0.02 and ends.std() < 0.05


def test_patrols_at_random_alone_record_the_truth() -> None:
    ends = shares(Towns(crime=(0.6, 0.3), days=6000, at_random=1.0), runs=200)[:, -1]
    assert abs(ends.mean() - 2 / 3) < 0.02 and ends.std() < 0.03


@settings(max_examples=25)
@given(st.integers(0, 99), st.booleans(), st.floats(0, 1))
def test_shares_are_shares_and_one_seed_gives_one_answer(
    seed: int, corrected: bool, at_random: float
) -> None:
    towns = Towns(days=30, at_random=at_random, corrected=corrected)
    tries = shares(towns, runs=5, seed=seed)
    assert ((tries > 0) & (tries < 1)).all()
    assert np.array_equal(tries, shares(towns, runs=5, seed=seed))
    assert 0 <= locked_in(tries) <= 1
