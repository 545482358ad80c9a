"""Who works next of all who work in one process: a few at a time, in the order they came."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_LOOK_S = 0.05


class Turns:
    """Gives turns. `at_once` work at a time; one who has worked for `longest_s` goes on, but holds
    nobody up any more: whatever it waits for, the others come in."""

    def __init__(self, at_once: int, longest_s: float) -> None:
        self._at_once, self._longest_s = at_once, longest_s
        self._lock = threading.Lock()
        self._working: dict[object, float] = {}
        self._line: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end."""
        mine = threading.Event()
        with self._lock:
            self._line.append(mine)
            self._call()
        while not mine.wait(_LOOK_S):
            with self._lock:
                self._call()
        try:
            yield
        finally:
            with self._lock:
                self._working.pop(mine, None)
                self._call()

    def _call(self) -> None:
        """Call those for whom there is room, who came first first."""
        now = time.monotonic()
        long = [one for one, since in self._working.items() if now - since > self._longest_s]
        for one in long:
            del self._working[one]
        while self._line and len(self._working) < self._at_once:
            called = self._line.popleft()
            self._working[called] = now
            called.set()
