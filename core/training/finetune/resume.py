"""Going on after a stop or a crash: which epochs are on disk, which events still count."""

import re
from collections.abc import Sequence
from pathlib import Path

from core.jobs.queue.events import LAST_WORDS, RESUMED
from core.jobs.queue.protocol import Event
from core.training.finetune.pause import GOES_ON, PAUSED, TOO_LONG

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
