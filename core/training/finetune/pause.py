"""Pausing a fine-tune: its process waits between two batches and keeps its place.

Not for ever: the machine is shared, and a waiting process holds its memory and its place in the
line. After `LONGEST_S` the fine-tune stops; it can go on after its last kept epoch.
"""

import time
from collections.abc import Callable
from pathlib import Path

from core.jobs.queue.events import STOP_FLAG, stop_requested

FLAG = "pause"
LONGEST_S = 600.0
LOOK_EVERY_S = 0.1
PAUSED, GOES_ON, TOO_LONG = "paused", "unpaused", "paused_too_long"


def pause(folder: Path) -> None:
    """Ask the fine-tune of this folder to wait; it does before its next batch."""
    (folder / FLAG).touch(exist_ok=True)


def go_on(folder: Path) -> None:
    """Let it go on where it waits."""
    (folder / FLAG).unlink(missing_ok=True)


def pause_requested(folder: Path) -> bool:
    """Whether somebody asked it to wait."""
    return (folder / FLAG).exists()


def wait_while_paused(
    folder: Path, report: Callable[..., None], longest: float = LONGEST_S
) -> float:
    """The seconds it waited, 0 when nobody asked for it; ends at a stop, and after `longest`."""
    if not pause_requested(folder):
        return 0.0
    began = time.perf_counter()
    report(PAUSED)
    while pause_requested(folder) and not stop_requested(folder):
        if time.perf_counter() - began >= longest:
            report(TOO_LONG, minutes=round(longest / 60))
            (folder / STOP_FLAG).touch(exist_ok=True)
        time.sleep(LOOK_EVERY_S)
    go_on(folder)
    report(GOES_ON)
    return time.perf_counter() - began
