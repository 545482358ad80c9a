"""A fine-tune in the app beside the same one in a plain fastai script.

    python -m bench.fine_tune_overhead DIR [--epochs 1] [--rounds 1]

DIR has a folder of pictures a class. Both train on the same stored pictures, split and settings,
one after the other, in processes of their own. Timed is the training (`fine_tune`, validation and
everything the app does meanwhile: events, checkpoints, stop flag), without imports. Prints one
JSON line: images, app_s, plain_s, ratio (medians over the rounds), cpu_ratio (of the processor
seconds, which other work on the machine disturbs less), app_accuracy, plain_accuracy.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.time_to_model import said_by, under
from core.gather.arrivals import from_folder
from core.gather.intake import take_in
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.finetune import FineTuneSettings, snapshot, start_finetune

LIMIT = 3600
POLL_S = 0.5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    settings = FineTuneSettings(epochs=options.epochs)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        project = Workspace.create().current()
        files = (
            (p.relative_to(options.pictures).as_posix(), p.read_bytes())
            for p in under(options.pictures)
        )
        take_in(project, from_folder(files))
        print(json.dumps(measure(project, settings, options.rounds)))


def measure(project: Project, settings: FineTuneSettings, rounds: int) -> dict[str, Any]:
    """The figures by name; app and plain take turns, so that a busy moment hurts both."""
    apps, plains = [], []
    for _ in range(rounds):
        apps.append(finished_fine_tune(project, settings))
        plains.append(said_by("bench.plain_fine_tune", project.run_path(apps[-1].id), LIMIT))
    app_s = statistics.median(float(run.results["training_seconds"]) for run in apps)
    plain_s = statistics.median(float(said["seconds"]) for said in plains)
    app_cpu = statistics.median(float(run.results["training_cpu_seconds"]) for run in apps)
    plain_cpu = statistics.median(float(said["cpu_seconds"]) for said in plains)
    return {
        "images": len(project.images()),
        "app_s": round(app_s, 2),
        "plain_s": round(plain_s, 2),
        "ratio": round(app_s / plain_s, 3),
        "cpu_ratio": round(app_cpu / plain_cpu, 3),
        "app_accuracy": round(float(apps[-1].results["accuracy"]), 4),
        "plain_accuracy": round(float(plains[-1]["accuracy"]), 4),
    }


def finished_fine_tune(project: Project, settings: FineTuneSettings) -> RunRecord:
    """A fine-tune of the app, waited for as a page waits; raises RuntimeError when it fails."""
    run_id, end = start_finetune(project, settings).id, time.monotonic() + LIMIT
    while not (moment := snapshot(project, run_id)).ended and time.monotonic() < end:
        time.sleep(POLL_S)
    if moment.status != "finished":
        raise RuntimeError(moment.message)
    return project.run(run_id)


if __name__ == "__main__":
    main()
