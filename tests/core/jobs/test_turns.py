"""Turns: so many at a time, and who takes long holds nobody up."""

import threading
from concurrent.futures import ThreadPoolExecutor

from core.jobs.turns import Turns

FOR_EVER = 1e9


def test_two_work_at_a_time_and_never_a_third() -> None:
    turns, lock = Turns(2, FOR_EVER), threading.Lock()
    both = threading.Barrier(2, timeout=60)  # broken unless two are inside together
    working, most = 0, 0

    def work(_number: int) -> None:
        nonlocal working, most
        with turns.turn():
            with lock:
                working += 1
                most = max(most, working)
            both.wait()
            with lock:
                working -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert most == 2


def test_who_takes_long_holds_nobody_up() -> None:
    turns = Turns(1, 0.0)
    passed: list[str] = []
    with turns.turn():
        other = threading.Thread(target=lambda: _passes(turns, passed))
        other.start()
        other.join(60)
        assert passed == ["passed"]


def test_a_turn_ends_with_an_error_too() -> None:
    turns = Turns(1, FOR_EVER)
    try:
        with turns.turn():
            raise RuntimeError
    except RuntimeError:
        pass
    passed: list[str] = []
    other = threading.Thread(target=lambda: _passes(turns, passed), daemon=True)
    other.start()
    other.join(60)
    assert passed == ["passed"]


def _passes(turns: Turns, passed: list[str]) -> None:
    with turns.turn():
        passed.append("passed")
