"""What it costs to save and open a big project: prints one JSON line.

    python -m bench.big_project DIR [--mb 100] [--longest 640]

DIR has a folder of photos a class. They are taken again and again, each time with other grain and
`--longest` pixels on their long side, until the project weighs `--mb`. The project is saved three
times to nowhere, as a browser takes it; then its ZIP is opened from disk: once while nobody
watches, which is timed, and once for memory and turns.

    pictures, mb       what the project holds, and what its ZIP weighs
    save_mb_over       the most memory that saving took above what the process had before, in MB
    save_s             seconds of the last saving
    open_mb_over       the same as `save_mb_over` of opening
    open_s_per_100mb   processor seconds of opening, a 100 MB
    open_s             seconds of it
    frozen_ms          the longest moment in which another thread got no turn while this process was
                       at work, the processor time it had in that moment
    waited_ms          the longest moment in which another thread got no turn, by any thread at work
"""

import argparse
import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.attack.watching import TICK_S, beside, memory
from core.gather.open_saved import OPENING, start_opening
from core.project.archive.archive import save_archive
from core.project.archive.saving import saved_project
from core.project.project import Project
from core.project.records import NewImage
from core.project.workspace import Workspace
from core.vision.read_photo import as_jpeg
from ui.frame.server import import_pages, import_what_functions_do

MB = 1_000_000
GRAIN = 6  # of 255
SAVED = 3  # times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("photos", type=Path, metavar="DIR")
    parser.add_argument("--mb", type=int, default=100)
    parser.add_argument("--longest", type=int, default=640)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(figures(Path(home), options)))


def figures(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All of them."""
    import_pages()
    import_what_functions_do()
    workspace = Workspace.create()
    project = workspace.current()
    project.dataset.add(photos(options.photos, options.mb * MB, options.longest))
    project.versions.freeze()
    saving = saved(project)
    file = save_archive(project, home / "saved.zip")
    size = file.stat().st_size
    return {
        "pictures": len(project.dataset.images()),
        "mb": round(size / MB),
        **saving,
        **opened(workspace, project, file, size),
    }


def photos(folder: Path, size: int, longest: int) -> Iterator[NewImage]:
    """Photos of these, no two alike, as Gather keeps them: `size` bytes of them."""
    random, kept = np.random.default_rng(1), 0
    for number, path in enumerate(cycle(sorted(folder.glob("*/*.jp*g")))):
        with Image.open(path) as photo:
            scale = longest / max(photo.size)
            sides = (round(photo.width * scale), round(photo.height * scale))
            pixels = np.asarray(photo.convert("RGB").resize(sides)).astype(np.int16)
        pixels += random.integers(-GRAIN, GRAIN + 1, (*pixels.shape[:2], 1), dtype=np.int16)
        jpeg = as_jpeg(Image.fromarray(pixels.clip(0, 255).astype(np.uint8)))
        name, label = f"{number}.jpg", path.parent.name
        yield NewImage(hashlib.sha256(jpeg).hexdigest(), jpeg, label, name, *sides)
        kept += len(jpeg)
        if kept >= size:
            return


def saved(project: Project) -> dict[str, float]:
    """Save to nowhere, several times."""
    seconds = 0.0
    with memory() as grown:
        for _ in range(SAVED):
            began = time.perf_counter()
            with closing(saved_project(project)) as download:
                for _piece in download.pieces:
                    pass
            seconds = time.perf_counter() - began
    return {"save_mb_over": round(grown[0] / MB), "save_s": round(seconds, 1)}


def opened(workspace: Workspace, project: Project, file: Path, size: int) -> dict[str, float]:
    """Open the ZIP in a thread, as the page does."""
    again = file.with_name("again.zip")
    shutil.copy(file, again)
    began, cpu = time.perf_counter(), time.process_time()
    open_behind(workspace, project, file)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    with memory() as grown, turns() as longest:
        open_behind(workspace, project, again)
    return {
        "open_mb_over": round(grown[0] / MB),
        "open_s_per_100mb": round(cpu / (size / (100 * MB)), 2),
        "open_s": round(seconds, 1),
        "frozen_ms": round(1000 * longest[0]),
        "waited_ms": round(1000 * longest[1]),
    }


def open_behind(workspace: Workspace, project: Project, file: Path) -> None:
    """Returns when it is open."""
    start_opening(workspace, project, file)
    while OPENING.running(project):
        time.sleep(0.05)
    now = OPENING.progress(project)
    assert now is not None
    assert now.state == "finished", now.message


@contextmanager
def turns() -> Iterator[list[float]]:
    """The longest wait of another thread: the part in which this process was at work, and all."""
    longest, done = [0.0, 0.0], threading.Event()

    def tick() -> None:
        while not done.is_set():
            began, worked = time.perf_counter(), time.process_time()
            time.sleep(TICK_S)
            waited = time.perf_counter() - began - TICK_S
            longest[0] = max(longest[0], min(waited, time.process_time() - worked))
            longest[1] = max(longest[1], waited)

    with beside(tick, done):
        yield longest


if __name__ == "__main__":
    main()
