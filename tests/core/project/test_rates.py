"""Who may ask how often: never more than a minute holds, in a table that stays small."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.project import home_rates
from core.project.home_rates import HomeRates
from core.project.rates import Rates
from core.project.servers import FOLDER


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(
    a_minute=st.integers(1, 100),
    steps=st.lists(st.tuples(st.floats(0, 90), st.integers(1, 5)), max_size=60),
)
def test_no_minute_sees_more_than_two_minutes_worth(
    a_minute: int, steps: list[tuple[float, int]]
) -> None:
    """A full minute may be asked at once, and what is filled in during the next one beside it."""
    clock, given_at = Clock(), list[float]()
    rates = Rates(clock=clock)
    for pause, asks in steps:
        clock.now += pause
        if rates.wait("one", asks, a_minute) == 0:
            given_at += [clock.now] * asks
    for start in given_at:
        assert sum(start <= at < start + 60 for at in given_at) <= 2 * a_minute


def test_who_waits_as_long_as_said_is_let_in() -> None:
    clock = Clock()
    rates = Rates(clock=clock)
    assert rates.wait("one", 30, 30) == 0
    wait = rates.wait("one", 3, 30)
    assert wait > 0
    clock.now += wait
    assert rates.wait("one", 3, 30) == 0
    assert rates.wait("two", 30, 30) == 0, "others have a minute of their own"


def test_the_table_stays_small_and_forgets_who_asked_longest_ago() -> None:
    clock = Clock()
    rates = Rates(names=10, clock=clock)
    assert rates.wait("first", 5, 5) == 0
    for number in range(9):
        rates.wait(str(number), 5, 5)
    assert rates.wait("first", 1, 5) > 0
    for number in range(100):
        rates.wait(f"n{number}", 5, 5)
    assert len(rates._left) == 10
    assert rates.wait("first", 5, 5) == 0


def test_the_processes_of_one_home_count_together_and_looking_leaves_no_file(home: Path) -> None:
    clock = Clock()
    clock.now = 100.0
    one, other = (HomeRates("kind", names=10, clock=clock) for _ in range(2))
    assert one.left("a", 5) == 5 and not (home / FOLDER).exists()
    assert one.wait("a", 3, 5) == 0 and other.left("a", 5) == 2
    assert other.wait("a", 2, 5) == 0 and one.wait("a", 1, 5) == 12
    assert HomeRates("another kind", clock=clock).wait("a", 5, 5) == 0
    clock.now += 12
    assert one.wait("a", 1, 5) == 0 and other.wait("a", 1, 5) == 12
    for number in range(10):
        clock.now += 1
        one.wait(f"n{number}", 1, 5)
    assert other.left("a", 5) == 5, "the one that asked longest ago is forgotten"
    clock.now = 0.0
    assert other.left("n9", 5) == 5, "the machine, and with it its clock, began again"


def test_on_a_disk_that_takes_no_writes_each_process_counts_for_itself(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_rates, "_FILE", "no folder/rates.sqlite")
    rates = HomeRates("kind", clock=Clock())
    assert rates.wait("a", 5, 5) == 0 and rates.left("a", 5) == 0
    assert rates.wait("a", 1, 5) == 12
