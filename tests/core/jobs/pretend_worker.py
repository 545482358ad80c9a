"""A worker for the tests: does what its spec.json says, without fastai."""

import json
import signal
import sys
import time
from pathlib import Path

from core.jobs.queue.events import RESUMED, SAVED, last_event, report, stop_requested
from core.jobs.queue.protocol import JobStatus
from core.jobs.queue.worker_process import Heartbeat, is_mine

NOTED = "noted.txt"
EPOCH_S = 0.02


def main(folder: Path) -> None:
    """Work for `seconds`; "deaf" hears neither flag nor SIGTERM, "crash" dies without a word.

    "epochs" trains that many of 20 ms each, and keeps each one, as a fine-tune does.
    """
    spec = json.loads((folder / "spec.json").read_text())
    if not is_mine(folder):
        return
    Heartbeat(folder)
    if spec["kind"] == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if spec["kind"] == "epochs":
        train(folder, spec["epochs"])
        return
    report(folder, "started")
    end = time.monotonic() + spec["seconds"]
    while time.monotonic() < end:
        if spec["kind"] == "polite" and stop_requested(folder):
            report(folder, "stopped")
            return
        time.sleep(0.02)
    if spec["kind"] != "crash":
        report(folder, "finished", results={})


def preload() -> None:
    """Nothing to import; but a module that has this may be forked from a template."""


def train(folder: Path, epochs: int) -> None:
    """Epochs from the last one kept; each is kept under another name, then renamed."""
    if last_event(folder) is not None:
        report(folder, RESUMED, epoch=kept_epoch(folder))
    report(folder, "started")
    for epoch in range(kept_epoch(folder) + 1, epochs + 1):
        report(folder, "begun", epoch=epoch)
        for _ in range(4):
            if stop_requested(folder):
                report(folder, "stopped")
                return
            time.sleep(EPOCH_S / 4)
        draft = folder / "epoch.json.part"
        draft.write_text(json.dumps({"epoch": epoch, "weights": [epoch] * 5000}))
        draft.replace(folder / "epoch.json")
        report(folder, SAVED, epoch=epoch)
    report(folder, "finished", results={"epochs": epochs})


def kept_epoch(folder: Path) -> int:
    """The last epoch kept; fails where its file is not whole."""
    file = folder / "epoch.json"
    if not file.exists():
        return 0
    kept = json.loads(file.read_text())
    assert kept["weights"] == [kept["epoch"]] * 5000
    return int(kept["epoch"])


def note(folder: Path, status: JobStatus) -> None:
    """Write down what the engine says of the job, for the test to read."""
    if folder.exists():
        with (folder / NOTED).open("a") as noted:
            noted.write(f"{status}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
