"""What a page needs of whatever runs long jobs: one small protocol, several engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol

JobStatus = Literal["queued", "running", "finished", "failed", "stopped", "interrupted"]
Event = dict[str, Any]

ENDED: frozenset[JobStatus] = frozenset({"finished", "failed", "stopped", "interrupted"})


class JobRunner(Protocol):
    """Runs jobs, each a folder: `spec.json` goes in, `events.jsonl` and artefacts come out."""

    def submit(self, folder: Path) -> None:
        """Queue the job of `folder`; returns at once."""

    def events(self, folder: Path, after: int = 0) -> list[Event]:
        """What the job reported so far, without its first `after` events."""

    def status(self, folder: Path) -> JobStatus:
        """Where the job stands: "interrupted" when its process died without a last word."""

    def cancel(self, folder: Path) -> None:
        """Ask the job to stop and make sure it does; returns at once."""
