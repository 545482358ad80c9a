"""Work of the web process that waits for others: clicks on pages come first."""

import os
import sys
import threading
from contextlib import suppress

NICENESS = 5  # as the workers of fine-tunes


def be_polite() -> None:
    """Let this thread wait for others; only Linux knows the priority of a single thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
