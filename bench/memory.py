"""How much memory the app takes: the two trainings, or a learner's whole journey.

    python -m bench.memory DIR
    python -m bench.memory --limit 1000

DIR has a folder of pictures a class. The quick run happens in a process with everything imported
that the web server imports, caches cold; the fine-tune with the "small machine" profile, in the
app's own worker. Prints one JSON line: images, quick_web_peak_mb, fine_tune_worker_peak_mb.

With --limit (MB) a browser walks the journey on Bear World, and the line says what the web process
and the worker held at most, together and alone, memory that both share counted once (rss: twice);
after each station what they held then, [web, worker]; whether it stayed below. On Linux, with the
rights to make a group of processes, they cannot take more: `killed` says how many of them that hit.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from bench.journey import browser_page, walk
from bench.memory_meter import Meter, killed_in, limited, peak_of
from bench.pages import ROOT, own_home, wait_for
from bench.time_to_model import from_disk_to_model
from core.jobs.queue.environment import worker_environment
from core.project.workspace import Workspace
from core.training.finetune.memory_plan import MIB
from core.training.finetune.settings import FineTuneSettings
from core.vision.backbone import backbone_path
from core.worker.training.device import peak_resident

SMALL = FineTuneSettings(epochs=1, freeze_epochs=1, small_machine=True)
QUICK = "quick"
PORT = 8789
URL = f"http://localhost:{PORT}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR", nargs="?")
    parser.add_argument("--limit", type=int, metavar="MB", help="walk the journey within it")
    parser.add_argument("--as", dest="role", choices=[QUICK], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role == QUICK:
        print(json.dumps(quick(options.pictures)))
        return
    if options.limit:
        with own_home():
            print(json.dumps(journey(options.limit)))
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(measure(options.pictures)))


def journey(limit: int) -> dict[str, Any]:
    """What the web process and the worker held on a learner's journey, in MB."""
    backbone_path()
    with limited(limit) as group, server(group) as running:
        wait_for(URL)
        meter = Meter(running.pid)
        meter.station("started")
        with meter.looking(), browser_page(URL) as page:
            walk(page, meter.station)
        together = round(meter.together / MIB)
        return {
            "limit_mb": limit,
            "stayed_below": together <= limit,
            "together_mb": together,
            "web_mb": round(meter.web / MIB),
            "worker_mb": round(meter.worker / MIB),
            "rss_mb": round(meter.resident / MIB),
            "stations": meter.stations,
            **(of_group(group) if group else {}),
        }


def of_group(group: Path) -> dict[str, int]:
    """What the kernel counted, files that were read included."""
    return {"group_peak_mb": round(peak_of(group) / MIB), "killed": killed_in(group)}


@contextmanager
def server(group: Path | None) -> Iterator[subprocess.Popen[bytes]]:
    """The app in a process of its own, in that group from its first moment on."""
    flags = ["--server.port", str(PORT), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *flags]
    if group:
        command = ["sh", "-c", f'echo $$ > {group}/cgroup.procs; exec "$@"', "sh", *command]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            end_with_children(running)


def end_with_children(running: subprocess.Popen[bytes]) -> None:
    """End a process and those it started."""
    processes = [psutil.Process(running.pid), *psutil.Process(running.pid).children(recursive=True)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=10)


def measure(pictures: Path) -> dict[str, Any]:
    """Both peaks in MB, the quick one first: it brings the pictures in."""
    backbone_path()
    command = [sys.executable, "-m", "bench.memory", str(pictures), "--as", QUICK]
    done = subprocess.run(
        command, env=worker_environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return {**said["figures"], "fine_tune_worker_peak_mb": fine_tune(said["workspace"])}


def quick(pictures: Path) -> dict[str, Any]:
    """Take the pictures in and train, as the web process does; its peak, and where they are."""
    from ui.frame.server import import_what_functions_do, warm_up

    warm_up()
    import_what_functions_do()
    workspace = Workspace.create()
    project = workspace.current()
    from_disk_to_model(project, pictures)
    figures = {
        "images": len(project.dataset.images()),
        "quick_web_peak_mb": round(peak_resident() / MIB),
    }
    return {"workspace": workspace.key, "figures": figures}


def fine_tune(workspace: str) -> int:
    """The peak that the worker itself saw, to the last artefact."""
    from bench.fine_tune_overhead import finished_fine_tune

    return int(finished_fine_tune(Workspace.open(workspace).current(), SMALL).results["peak_mb"])


if __name__ == "__main__":
    main()
