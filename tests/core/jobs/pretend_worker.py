"""A worker for the tests: does what its spec.json says, without fastai."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

from core.jobs.events import report
from core.jobs.local import stop_requested
from core.jobs.worker_process import is_mine


def main(folder: Path) -> None:
    """Work for `seconds`; "deaf" hears neither flag nor SIGTERM, "crash" dies without a word."""
    spec = json.loads((folder / "spec.json").read_text())
    if not is_mine(folder):
        return
    if spec["kind"] == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    report(folder, "started")
    end = time.monotonic() + spec["seconds"]
    while time.monotonic() < end:
        if spec["kind"] == "polite" and stop_requested(folder):
            report(folder, "stopped")
            return
        time.sleep(0.02)
    if spec["kind"] != "crash":
        report(folder, "finished", results={})


main(Path(sys.argv[1]))
