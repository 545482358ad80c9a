"""A line to wait in: so many at once, the others in the order they came."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOK_UP_EVERY = 0.2  # seconds: how soon somebody who waits notices that they were stopped


class Line:
    """Turns for threads of one process."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._line: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn(self, stop: threading.Event, ahead: Callable[[int], object]) -> Iterator[bool]:
        """Wait for a turn and hold it; yields False when `stop` was set before it came.

        `ahead(n)` is told how many come first, those at work included, while that is not over.
        """
        me = object()
        with self._moved:
            self._line.append(me)
        try:
            yield self._wait(me, stop, ahead)
        finally:
            with self._moved:
                self._line.remove(me)
                self._moved.notify_all()

    def _wait(self, me: object, stop: threading.Event, ahead: Callable[[int], object]) -> bool:
        with self._moved:
            while not stop.is_set():
                place = self._line.index(me)
                if place < self._at_once:
                    return True
                ahead(place)
                self._moved.wait(LOOK_UP_EVERY)
        return False
