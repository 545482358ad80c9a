"""How a job is asked to stop, and how a job without a process ended: flags in its folder."""

from __future__ import annotations

from pathlib import Path

from core.jobs.queue.events import last_word
from core.jobs.queue.protocol import JobStatus

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
