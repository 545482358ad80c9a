"""Wait for something that another thread or process does."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], seconds: float = 90, what: str = "it") -> None:
    """Return as soon as `true()` is truthy; fail with `what` after that many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s for {what} in vain.")
