"""The event log of a job: one JSON object a line, appended by the worker, read by anybody."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from core.jobs.protocol import Event

LOG = "events.jsonl"
LAST_WORDS = frozenset({"finished", "failed", "stopped"})
RESUMED = "resumed"


def report(folder: Path, kind: str, **details: Any) -> None:
    """Append one event to the job's log; raises OSError when the job's folder is gone."""
    line = json.dumps({"event": kind, "time": time.time(), **details}) + "\n"
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(line)


def read_events(folder: Path, after: int = 0) -> list[Event]:
    """The events so far without the first `after`; a line still being written is left for later."""
    try:
        text = (folder / LOG).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    complete = text.split("\n")[:-1]
    return [json.loads(line) for line in complete[after:]]


def last_word(folder: Path) -> str | None:
    """How the job says it ended: "finished", "failed" or "stopped"; None while it has not.

    A job that was resumed has not ended, whatever it said before.
    """
    said = [str(event["event"]) for event in read_events(folder)]
    words = [word for word in said if word in LAST_WORDS or word == RESUMED]
    return words[-1] if words and words[-1] != RESUMED else None
