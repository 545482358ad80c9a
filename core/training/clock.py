"""The time a fine-tune has taken, over all its processes."""

from __future__ import annotations

import time


class Clock:
    """Runs from its making; `before` are the seconds of the processes before a resume."""

    def __init__(self, before: float = 0.0) -> None:
        self._started = time.perf_counter() - before
        self._cpu_started = time.process_time()

    def leave_out(self, seconds: float) -> float:
        """Do not count these: it was paused. Returns them."""
        self._started += seconds
        return seconds

    @property
    def seconds(self) -> float:
        """All seconds so far."""
        return time.perf_counter() - self._started

    @property
    def cpu_seconds(self) -> float:
        """The processor's seconds of this process alone."""
        return time.process_time() - self._cpu_started
