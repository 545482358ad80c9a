"""A fine-tune in the app beside the same one in a plain fastai script.

    python -m bench.fine_tune_overhead DIR [--epochs 1] [--rounds 3]

DIR has a folder of pictures a class. Both train on the same stored pictures, split and settings,
in processes of their own with the same threads and the same niceness. After one fine-tune that
does not count (it warms the disk's cache) they take turns, and every other round the plain script
goes first: what disturbs the machine for a while hurts both. Timed is the training (`fine_tune`,
validation and all that the app does meanwhile: events, checkpoints, pictures, stop flag), without
imports. Prints one JSON line: images, app_s, plain_s (medians), ratio (the median of the rounds'
ratios), ratios, cpu_ratio (of the processor's seconds, which other work on the machine disturbs
less), app_accuracy, plain_accuracy.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from bench.time_to_model import said_by, under
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.finetune.finetune import look_after, snapshot, start_finetune
from core.training.finetune.settings import FineTuneSettings

LIMIT = 3600
POLL_S = 1.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
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


class Took(NamedTuple):
    """What one training took, and how good it got."""

    seconds: float
    cpu_seconds: float
    accuracy: float


class Round(NamedTuple):
    """One fine-tune of each kind: seconds, the processor's seconds, accuracy."""

    app: Took
    plain: Took


def measure(project: Project, settings: FineTuneSettings, rounds: int) -> dict[str, Any]:
    """The figures by name; the two take turns."""
    order = project.runs.folder(finished_fine_tune(project, settings).id)
    done = [one_round(project, settings, order, plain_first=n % 2 == 1) for n in range(rounds)]
    ratios = [one.app.seconds / one.plain.seconds for one in done]
    cpu_ratios = [one.app.cpu_seconds / one.plain.cpu_seconds for one in done]
    return {
        "images": len(project.dataset.images()),
        "app_s": round(statistics.median(one.app.seconds for one in done), 2),
        "plain_s": round(statistics.median(one.plain.seconds for one in done), 2),
        "ratio": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "cpu_ratio": round(statistics.median(cpu_ratios), 3),
        "app_accuracy": round(done[-1].app.accuracy, 4),
        "plain_accuracy": round(done[-1].plain.accuracy, 4),
    }


def one_round(
    project: Project, settings: FineTuneSettings, order: Path, *, plain_first: bool
) -> Round:
    """The same training twice, in the app and in the plain script."""
    if plain_first:
        plain = in_plain_fastai(order)
        return Round(in_the_app(project, settings), plain)
    app = in_the_app(project, settings)
    return Round(app, in_plain_fastai(order))


def in_the_app(project: Project, settings: FineTuneSettings) -> Took:
    """As a learner does it."""
    said = finished_fine_tune(project, settings).results
    return Took(said["training_seconds"], said["training_cpu_seconds"], said["accuracy"])


def in_plain_fastai(order: Path) -> Took:
    """As a script does it, with the order in a run's folder."""
    said = said_by("bench.plain_fine_tune", order, LIMIT)
    return Took(said["seconds"], said["cpu_seconds"], said["accuracy"])


def finished_fine_tune(project: Project, settings: FineTuneSettings) -> RunRecord:
    """A fine-tune of the app, waited for as a page waits; raises RuntimeError when it fails."""
    run_id, end = start_finetune(project, settings).id, time.monotonic() + LIMIT
    while not (moment := snapshot(project, run_id)).ended and time.monotonic() < end:
        look_after(project)
        time.sleep(POLL_S)
    look_after(project)
    if moment.status != "finished":
        raise RuntimeError(moment.message)
    return project.runs.get(run_id)


if __name__ == "__main__":
    main()
