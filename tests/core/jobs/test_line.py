from __future__ import annotations

import threading

from core.jobs.background import Line
from tests.waiting import until


class Waiter:
    """Somebody in line, in a thread of their own, who works until told to go."""

    def __init__(self, line: Line, came_in: list[int], number: int) -> None:
        self.stop, self.go, self.ahead = threading.Event(), threading.Event(), list[int]()
        self._line, self._came_in, self._number = line, came_in, number
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        with self._line.turn(self.stop, self.ahead.append) as mine:
            if mine:
                self._came_in.append(self._number)
                self.go.wait(120)


def in_line(at_once: int, people: int) -> tuple[list[Waiter], list[int]]:
    """So many people, each known to be in line before the next one comes."""
    line, came_in, waiters = Line(at_once), list[int](), list[Waiter]()
    for number in range(people):
        waiter = Waiter(line, came_in, number)
        waiters.append(waiter)
        until(lambda waiter=waiter, number=number: number in came_in or waiter.ahead)  # type: ignore[misc]
    return waiters, came_in


def test_turns_come_in_the_order_of_arrival() -> None:
    waiters, came_in = in_line(1, 5)
    for waiter in waiters:
        waiter.go.set()
        waiter.thread.join(120)
    assert came_in == [0, 1, 2, 3, 4]


def test_everybody_hears_how_many_come_first() -> None:
    waiters, came_in = in_line(2, 4)
    assert came_in == [0, 1]
    assert [waiter.ahead[-1] for waiter in waiters[2:]] == [2, 3]
    waiters[0].go.set()
    until(lambda: came_in == [0, 1, 2] and waiters[3].ahead[-1] == 2)
    for waiter in waiters:
        waiter.go.set()


def test_who_is_stopped_leaves_the_line() -> None:
    waiters, came_in = in_line(1, 3)
    waiters[1].stop.set()
    waiters[1].thread.join(120)
    waiters[0].go.set()
    until(lambda: came_in == [0, 2])
    waiters[2].go.set()
