import pytest
from scipy.stats import binomtest

from core.statistics import likely_range


@pytest.mark.parametrize(("correct", "total"), [(80, 83), (5, 10), (36, 36), (0, 20), (1, 1)])
def test_is_wilsons_interval(correct: int, total: int) -> None:
    wilson = binomtest(correct, total).proportion_ci(0.95, method="wilson")
    assert likely_range(correct, total) == pytest.approx((wilson.low, wilson.high), abs=1e-6)


def test_more_pictures_say_more() -> None:
    few, many = likely_range(9, 10), likely_range(900, 1000)
    assert many[1] - many[0] < few[1] - few[0]


def test_nothing_seen_says_nothing() -> None:
    assert likely_range(0, 0) == (0.0, 1.0)
