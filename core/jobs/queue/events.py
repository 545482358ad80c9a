"""What a job's folder says: its events, the flag that asks it to stop, how it ended."""

import json
import os
import time
from pathlib import Path
from typing import Any

from core.jobs.queue.protocol import Event, JobStatus

LOG = "events.jsonl"
LAST_WORDS = frozenset({"finished", "failed", "stopped"})
RESUMED, SAVED, REMARK = "resumed", "saved", "remark"
BLOCK = 1 << 16


def report(folder: Path, kind: str, **details: Any) -> None:
    """Append one event to the job's log; raises OSError when the folder is gone or the disk full. A
    line that a full disk cut short stays alone: the event begins a new one."""
    line = json.dumps({"event": kind, "time": time.time(), **details}) + "\n"
    with (folder / LOG).open("a+b") as log:
        end = log.seek(0, os.SEEK_END)
        log.seek(max(0, end - 1))
        torn = end > 0 and log.read(1) != b"\n"
        log.write(b"\n" * torn + line.encode())


def read_events(folder: Path, after: int = 0) -> list[Event]:
    """The events so far without the first `after`; a line still being written is left for later."""
    try:
        text = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [event for line in text.split("\n")[:-1] if (event := _parsed(line))][after:]


def last_event(folder: Path) -> Event | None:
    """The latest event, read from the log's end: logs get long."""
    for line in _lines_from_the_end(folder):
        if event := _parsed(line):
            return event
    return None


def first_event(folder: Path, kind: str) -> Event | None:
    """The first event of a kind, read from the log's beginning."""
    try:
        with (folder / LOG).open(encoding="utf-8", errors="replace") as log:
            events = (_parsed(line) for line in log)
            return next((event for event in events if event and event["event"] == kind), None)
    except FileNotFoundError:
        return None


def last_word(folder: Path) -> str | None:
    """How the job says it ended: "finished", "failed" or "stopped"; None while it has not. A job
    that was resumed has not ended, whatever it said before."""
    event = last_event(folder)
    return str(event["event"]) if event and event["event"] in LAST_WORDS else None


def times_saved(folder: Path) -> int:
    """How often the job said that it kept something to go on from."""
    return sum(event["event"] == SAVED for event in read_events(folder))


def _lines_from_the_end(folder: Path) -> list[str]:
    """The whole lines at the log's end, the last one first: enough of them to hold an event."""
    try:
        with (folder / LOG).open("rb") as log:
            size, wanted = log.seek(0, os.SEEK_END), BLOCK
            while True:
                log.seek(max(0, size - wanted))
                lines = log.read().split(b"\n")[:-1]
                if len(lines) > 2 or wanted >= size:
                    return [line.decode(errors="replace") for line in reversed(lines)]
                wanted *= 4
    except FileNotFoundError:
        return []


def _parsed(line: str) -> Event | None:
    """The event of a line; None for one that was cut short."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


STOP_FLAG = "stop"
GRACE_S = 1.0
KILL_S = 1.4


def stop_requested(folder: Path) -> bool:
    """Whether somebody asked the job to stop: what a worker checks at every batch."""
    return (folder / STOP_FLAG).exists()


def how_it_ended(folder: Path) -> JobStatus:
    """How a job without a process ended: by its own last word, else by ours, else by accident."""
    word = last_word(folder)
    if word == "finished":
        return "finished"
    if word == "failed":
        return "failed"
    return "stopped" if word == "stopped" or stop_requested(folder) else "interrupted"
