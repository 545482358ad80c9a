"""Which errors a server had in the last hour, by kind: counted as they are logged."""

import logging
import threading
import time
from collections import Counter, deque
from functools import cache

AN_HOUR_S = 3_600.0
_MOST = 10_000


class Errors(logging.Handler):
    """Notes when an error of which kind was logged; nothing of what it said, which may name
    somebody's files."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._seen: deque[tuple[float, str]] = deque(maxlen=_MOST)
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Note one record."""
        with self._guard:
            self._seen.append((time.monotonic(), _kind(record)))

    def of_the_last_hour(self) -> dict[str, int]:
        """Return kind → how often, the most frequent first."""
        since = time.monotonic() - AN_HOUR_S
        with self._guard:
            while self._seen and self._seen[0][0] < since:
                self._seen.popleft()
            return dict(Counter(kind for _, kind in self._seen).most_common())


def _kind(record: logging.LogRecord) -> str:
    """The error's type; the name of the logger where it was logged without one."""
    error = record.exc_info[0] if record.exc_info else None
    return error.__name__ if error else record.name


@cache
def errors_here() -> Errors:
    """Return the one that listens in this process, from the first call on."""
    errors = Errors()
    logging.getLogger().addHandler(errors)
    return errors
