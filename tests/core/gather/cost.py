"""What a piece of work costs this process: CPU seconds, and memory at its peak."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Each. Neighbours share this machine's cores and caches, so that the same work may once take more
# than twice its CPU time: whatever seems too slow is measured again, TRIES times in all.
SECONDS, MEGABYTES, TRIES = 1.0, 300, 3
SENTENCE = re.compile(r"^[A-Z][^\n]{8,300}\.$")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY_S = 0.002


@dataclass
class Cost:
    """Filled in when the work has ended; `bytes` is the growth of resident memory."""

    seconds: float = 0.0
    bytes: int = 0


@contextmanager
def measured() -> Iterator[Cost]:
    """Watches this process meanwhile. CPU time, not the clock: other processes do not count."""
    cost, ended = Cost(), threading.Event()
    before, begin = _resident(), time.process_time()

    def watch() -> None:
        while not ended.wait(_EVERY_S):
            cost.bytes = max(cost.bytes, _resident() - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield cost
    finally:
        ended.set()
        watcher.join()
        cost.seconds = time.process_time() - begin


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
