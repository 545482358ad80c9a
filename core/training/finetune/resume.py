"""The events of a fine-tune that went on after a stop or a crash: what of them still counts."""

from __future__ import annotations

from collections.abc import Sequence

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
