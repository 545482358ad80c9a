"""Pages take turns: in their order, one at a time, and none waits for one that takes long."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event

import pytest

from core.jobs.turns import Turns
from tests.waiting import until

LONG_S = 60.0
SHORT_S = 0.05


@contextmanager
def someone_inside(turns: Turns) -> Iterator[Event]:
    """Somebody has the turn until the event is set, or the block ends."""
    inside, leaves = Event(), Event()

    def hold() -> None:
        with turns.taken():
            inside.set()
            leaves.wait(LONG_S)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        assert inside.wait(LONG_S)
        try:
            yield leaves
        finally:
            leaves.set()


def in_turn(turns: Turns, what: Callable[[], None]) -> None:
    with turns.taken():
        what()


def test_who_asked_first_comes_first_and_nobody_is_beside_another() -> None:
    turns, came, inside = Turns(LONG_S), list[int](), list[int]()

    def come(number: int) -> None:
        assert not inside
        inside.append(number)
        time.sleep(0.001)
        came.append(inside.pop())

    with ThreadPoolExecutor(8) as pool:
        with someone_inside(turns):
            asked = []
            for number in range(8):
                asked.append(pool.submit(in_turn, turns, partial(come, number)))
                until(lambda: len(turns.waiting) == len(asked))
            assert not came
        for one in asked:
            one.result(LONG_S)
    assert came == list(range(8))


def test_who_takes_long_goes_on_beside_the_next_one() -> None:
    turns, second = Turns(SHORT_S), Event()
    with ThreadPoolExecutor(1) as pool, someone_inside(turns) as leaves:
        pool.submit(in_turn, turns, second.set)
        assert second.wait(LONG_S)
        assert not leaves.is_set()


def test_who_took_long_ends_nobody_elses_turn() -> None:
    turns, third = Turns(SHORT_S), Event()
    with ThreadPoolExecutor(1) as pool, someone_inside(turns) as first_leaves:
        turns.lasts_s = LONG_S
        with someone_inside(turns) as second_leaves:
            first_leaves.set()
            pool.submit(in_turn, turns, third.set)
            assert not third.wait(4 * SHORT_S)
            second_leaves.set()
            assert third.wait(LONG_S)


def test_a_turn_that_ends_in_an_error_is_given_back() -> None:
    turns, came = Turns(LONG_S), Event()

    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError):
        in_turn(turns, fail)
    in_turn(turns, came.set)
    assert came.is_set()


def test_who_waits_for_something_else_lets_others_go_first() -> None:
    turns, came, back = Turns(LONG_S), Event(), Event()

    def wait_for_another() -> None:
        with turns.let_others():
            assert came.wait(LONG_S)
        back.set()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_turn, turns, wait_for_another)
        pool.submit(in_turn, turns, came.set)
        first.result(LONG_S)
    assert back.is_set()


def test_who_lets_others_waits_for_a_turn_again() -> None:
    turns, left, may_return, back = Turns(LONG_S), Event(), Event(), Event()

    def wait_outside() -> None:
        with turns.let_others():
            left.set()
            may_return.wait(LONG_S)
        back.set()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(in_turn, turns, wait_outside)
        assert left.wait(LONG_S)
        with someone_inside(turns):
            may_return.set()
            until(lambda: turns.waiting)
            assert not back.is_set()
        assert back.wait(LONG_S)


def test_a_thread_without_a_turn_waits_for_nobody() -> None:
    turns = Turns(LONG_S)
    with someone_inside(turns), turns.let_others():
        pass
