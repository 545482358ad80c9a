"""Going on after a stop or a crash: which epochs are on disk, which events still count."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.jobs.queue.events import LAST_WORDS, RESUMED, STOP_FLAG, stop_requested
from core.jobs.queue.protocol import Event

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


ONCE = frozenset({"started", "looked", PAUSED, GOES_ON, TOO_LONG, *LAST_WORDS})


def that_count(events: Sequence[Event]) -> list[Event]:
    """The events without the epoch that was lost at each resume, and without how it ended then."""
    kept: list[Event] = []
    for event in events:
        if event["event"] == RESUMED:
            kept = [old for old in kept if _survives(old, int(event["epoch"]))]
        kept.append(event)
    return kept


def epochs_so_far(events: Sequence[Event]) -> list[Event]:
    """The "epoch" events, one for each epoch, in order."""
    return [event for event in that_count(events) if event["event"] == "epoch"]


def saved_epoch_in(events: Sequence[Event]) -> int:
    """The last epoch whose state was kept, 0 for none."""
    return max((int(event["epoch"]) for event in events if event["event"] == "saved"), default=0)


def _survives(event: Event, epoch: int) -> bool:
    return event["event"] not in ONCE and int(event.get("epoch", 0)) <= epoch


STATE, BEST = "checkpoint-{epoch}.pt", "best.pt"


_STATE = re.compile(r"checkpoint-(\d+)\.pt")


def saved_epoch(folder: Path) -> int:
    """The epoch a run can go on from; 0 when it has to begin again."""
    return max(_epochs(folder), default=0)


def forget(folder: Path) -> None:
    """The run has ended for good: its intermediate states are of no use any more."""
    for name in (BEST, *(STATE.format(epoch=epoch) for epoch in _epochs(folder))):
        (folder / name).unlink(missing_ok=True)


def _epochs(folder: Path) -> set[int]:
    matches = (_STATE.fullmatch(file.name) for file in folder.glob("checkpoint-*.pt"))
    return {int(match.group(1)) for match in matches if match}
