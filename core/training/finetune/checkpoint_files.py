"""Which epochs of a run are on disk, read and forgotten without torch."""

from __future__ import annotations

import re
from pathlib import Path

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
