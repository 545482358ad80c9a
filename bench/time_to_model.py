"""From pictures on disk to a trained and evaluated model: the quick run beside plain fastai.

    python -m bench.time_to_model DIR [--held-out DIR2]

DIR has a folder of pictures a class; DIR2 the same classes from another source. Both sides begin
with files on disk and end with a trained model and its validation accuracy; imports are timed on
neither. The quick run starts with cold caches in an empty home: only the converted backbone is
there, as are the libraries that the web server imports before its first visitor. It takes so few
seconds that a neighbour's burst can double them, so it is done three times, each in a home of its
own with the network loaded anew, and the median counts (only the first pays what a process pays
once). Prints one JSON line: images, quick_s (the median), quick_runs_s (all three), retrain_s,
fastai_s, speedup, quick_accuracy, fastai_accuracy, and with DIR2 quick_held_out, fastai_held_out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.gather.meaning.entries import shown_name
from core.jobs.queue.environment import worker_environment
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.quick.quick import train_quick
from core.vision.backbone import backbone, backbone_path
from core.vision.read_photo import FORMATS
from ui.frame.server import import_pages, import_what_functions_do

FASTAI_LIMIT = 1800
COLD_RUNS = 3

Labelled = list[tuple[str, str]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--held-out", type=Path, metavar="DIR2")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        print(json.dumps(measure(options.pictures, options.held_out, Path(home))))


def measure(pictures: Path, held_out: Path | None, home: Path) -> dict[str, Any]:
    """The figures by name; seconds to the hundredth, accuracies as shares."""
    backbone_path()
    import_pages()
    import_what_functions_do()
    cold = [cold_run(home / f"home {number}", pictures) for number in range(COLD_RUNS)]
    quick_s = statistics.median(seconds for seconds, _, _ in cold)
    _, project, run = cold[-1]
    elsewhere = labelled(held_out, run) if held_out else []
    order = home / "order.json"
    order.write_text(json.dumps(fastai_order(project, run, pictures, elsewhere)), encoding="utf-8")
    quick_held_out = share_right(project, run, elsewhere)
    retrain_s, _ = timed(lambda: relabel_five_and_train(project))
    fastai = said_by("bench.plain_fastai", order, FASTAI_LIMIT)
    figures = {
        "images": len(project.dataset.images()),
        "quick_s": round(quick_s, 2),
        "quick_runs_s": [round(seconds, 2) for seconds, _, _ in cold],
        "retrain_s": round(retrain_s, 2),
        "fastai_s": round(fastai["seconds"], 2),
        "speedup": round(fastai["seconds"] / quick_s, 1),
        "quick_accuracy": round(run.results["accuracy"], 4),
        "fastai_accuracy": round(fastai["accuracy"], 4),
    }
    if elsewhere:
        figures["quick_held_out"] = round(quick_held_out, 4)
        figures["fastai_held_out"] = round(fastai["held_out"], 4)
    return figures


def cold_run(home: Path, pictures: Path) -> tuple[float, Project, RunRecord]:
    """Seconds, project and run of a learner who comes first to an empty home, which stays."""
    os.environ["DRIVETRAIN_HOME"] = str(home)
    backbone.cache_clear()
    project = Workspace.create().current()
    seconds, run = timed(lambda: from_disk_to_model(project, pictures))
    return seconds, project, run


def timed(work: Callable[[], RunRecord]) -> tuple[float, RunRecord]:
    """Seconds, and what came back."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def from_disk_to_model(project: Project, pictures: Path) -> RunRecord:
    """All that happens to a folder somebody brings: verified, stored, embedded, trained, judged."""
    files = ((path.relative_to(pictures).as_posix(), path.read_bytes()) for path in under(pictures))
    take_in(project, from_folder(files))
    return train_quick(project)


def relabel_five_and_train(project: Project) -> RunRecord:
    """Five training pictures of the first class become the second one's."""
    first, second, *_ = sorted(project.dataset.classes())
    project.dataset.move(
        [record.id for record in project.dataset.images(first, "train")[:5]], second
    )
    return train_quick(project)


def under(folder: Path) -> list[Path]:
    """The files in the class folders of a folder, in the order of their names."""
    return sorted(path for path in folder.glob("*/*") if path.is_file())


def labelled(folder: Path, run: RunRecord) -> Labelled:
    """The pictures of another source, of the classes the run knows: (path, label)."""
    known = run.results["classes"]
    return [(str(path), path.parent.name) for path in under(folder) if path.parent.name in known]


def share_right(project: Project, run: RunRecord, pictures: Labelled) -> float:
    """How many of the pictures the run names rightly, 0…1; 0 for no pictures."""
    predictor = load_predictor(project, run.id)
    right = 0
    for path, label in pictures:
        with Image.open(path, formats=FORMATS) as image:
            right += predictor.predict(image).label == label
    return right / max(1, len(pictures))


def fastai_order(
    project: Project, run: RunRecord, pictures: Path, held_out: Labelled
) -> dict[str, Any]:
    """The original files of the run's pictures, split as the run's were."""
    paths = {shown_name(path.relative_to(pictures).as_posix()): path for path in under(pictures)}
    rows = project.versions.images(run.version)
    parts = {
        split: [(str(paths[row.name]), row.label) for row in rows if row.split == split]
        for split in ("train", "valid")
    }
    return {**parts, "vocab": sorted(run.results["classes"]), "held_out": held_out}


def said_by(module: str, order: Path, limit: float) -> dict[str, Any]:
    """What a plain script says in its last line (JSON), run as a learner would, in a process of
    its own with the environment of our workers; `limit` in seconds."""
    done = subprocess.run(
        [sys.executable, "-m", module, str(order)],
        env=worker_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=limit,
    )
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return said


if __name__ == "__main__":
    main()
