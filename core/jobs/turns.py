"""Pages are run one after the other, in the order in which they were asked for."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local

TURN_S = 0.3  # a page that takes longer is waited for no more: it loads something, or computes


class Turns:
    """Gives turns in the order in which they were asked for. One lasts until it is given back, or
    `lasts_s` seconds: a thread that needs more goes on beside the next one.

    `waiting` has what opens the way of each thread that waits, the one that asked first in front.
    """

    def __init__(self, lasts_s: float) -> None:
        self.lasts_s = lasts_s
        self.waiting: deque[Lock] = deque()
        self._lock = Lock()
        self._taken_by: Lock | None = None
        self._ends = 0.0  # by time.monotonic()
        self._here = local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn and hold it."""
        self._take()
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def let_others(self) -> Iterator[None]:
        """While this thread only waits for something, its turn, if it has one, is for others."""
        if not hasattr(self._here, "gate"):
            yield
            return
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        gate = self._here.gate = Lock()
        gate.acquire()
        with self._lock:
            self.waiting.append(gate)
            self._open_next()
        while not gate.acquire(timeout=max(0.0, self._ends - time.monotonic())):
            with self._lock:
                self._open_next()

    def _open_next(self) -> None:
        """Let in who waits longest, once the turn before is over."""
        now = time.monotonic()
        if self.waiting and now >= self._ends:
            self._taken_by = self.waiting.popleft()
            self._ends = now + self.lasts_s
            self._taken_by.release()

    def _give_back(self) -> None:
        gate = self._here.gate
        del self._here.gate
        with self._lock:
            if self._taken_by is gate:
                self._ends = 0.0
                self._open_next()


PAGES = Turns(TURN_S)
