"""What hostile files cost the web process: python -m bench.hostile_files prints one JSON line.

    python -m bench.hostile_files [--photos DIR] [--mutants 5000]

Every hostile picture and ZIP of the tests is taken into a project, one at a time; then come damaged
copies of the photos in DIR (folders of pictures; without it, of generated ones). The reference is
the largest picture that is allowed, an honest PNG of 25 million pixels, taken in on the same
machine in the same minute.

    cases                what was taken in
    most_cpu, of         processor seconds of the costliest case over those of the reference, and
                         which case it was
    most_memory, of_memory   the same of the growth of resident memory at its peak
    mutants, mutant_cpu  how many damaged copies, and the costliest over the reference
    reference_cpu_s, reference_mb
"""

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from PIL import Image

from bench.time_to_model import under
from core.gather.arrivals import Arrivals, from_files
from core.gather.as_read import from_files_and_zips
from core.gather.intake import take_in
from core.project.workspace import Workspace
from tests.core.gather import hostile_pictures as hostile
from tests.core.gather.hostile_zips import zips
from tests.core.gather.mutants import MUTANTS, mutants, small_copies
from tests.core.gather.pictures import as_file, noise, plain

EVERY_S = 0.002
MB = 1_000_000

Arrive = Callable[[], Arrivals]


@dataclass
class Cost:
    """Filled in when the work has ended: processor seconds, and the growth of memory in bytes."""

    what: str
    seconds: float = 0.0
    memory: int = 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--photos", type=Path, metavar="DIR")
    parser.add_argument("--mutants", type=int, default=MUTANTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(measure(options.photos, options.mutants)))


def measure(photos: Path | None, count: int) -> dict[str, Any]:
    """The figures by name; costs as ratios to the reference."""
    square = as_file(plain(size=(5000, 5000)), "PNG")
    largest: Arrive = lambda: from_files([("a.png", square)], "honest")  # noqa: E731
    cost_of("warm", largest)
    reference = cost_of("reference", largest)
    costs = [cost_of(what, arrive) for what, arrive in cases()]
    damaged = [
        cost_of(what, lambda data=data: from_files([("photo.jpg", data)], "odd"))  # type: ignore[misc]
        for what, data in mutants(small_copies(originals(photos)), seed=8, count=count)
    ]
    slowest = max(costs, key=lambda cost: cost.seconds)
    hungriest = max(costs, key=lambda cost: cost.memory)
    return {
        "cases": len(costs),
        "most_cpu": round(slowest.seconds / reference.seconds, 2),
        "of": slowest.what,
        "most_memory": round(hungriest.memory / reference.memory, 2),
        "of_memory": hungriest.what,
        "mutants": len(damaged),
        "mutant_cpu": round(max(cost.seconds for cost in damaged) / reference.seconds, 2),
        "reference_cpu_s": round(reference.seconds, 3),
        "reference_mb": round(reference.memory / MB),
    }


def cases() -> Iterator[tuple[str, Arrive]]:
    """Every hostile picture and every hostile ZIP."""
    groups = (hostile.cut_off, hostile.misnamed, hostile.no_pictures, hostile.polyglots)
    for group in (*groups, hostile.odd_kinds, hostile.bombs, hostile.busy):
        for what, file in group():
            yield what, lambda file=file: from_files([file], "odd")  # type: ignore[misc]
    for what, data in zips():
        yield f"ZIP: {what}", lambda data=data: from_files_and_zips([("x.zip", data)])  # type: ignore[misc]


def originals(photos: Path | None) -> list[Image.Image]:
    """A photo of each folder, or generated pictures."""
    if photos is None:
        return [noise(number, (640, 480)) for number in range(3)]
    return [Image.open(path).convert("RGB") for path in list(under(photos))[::100]]


def cost_of(what: str, arrive: Arrive) -> Cost:
    """What one arrival costs, taken into a fresh project."""
    project = Workspace.create().current()
    with measured(what) as cost:
        take_in(project, arrive())
    return cost


@contextmanager
def measured(what: str) -> Iterator[Cost]:
    """Watches this process meanwhile. Processor time: other processes do not count."""
    cost, ended, process = Cost(what), threading.Event(), psutil.Process()
    before, begun = process.memory_info().rss, time.process_time()

    def watch() -> None:
        while not ended.wait(EVERY_S):
            cost.memory = max(cost.memory, process.memory_info().rss - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield cost
    finally:
        ended.set()
        watcher.join()
        cost.seconds = time.process_time() - begun


if __name__ == "__main__":
    main()
