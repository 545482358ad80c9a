"""How much memory the two trainings take, in the process that does them.

    python -m bench.memory DIR

DIR has a folder of pictures a class. The quick run happens in a process with everything imported
that the web server imports, caches cold; the fine-tune with the "small machine" profile, in the
app's own worker. Prints one JSON line: images, quick_web_peak_mb, fine_tune_worker_peak_mb.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.time_to_model import from_disk_to_model
from core.jobs.queue.environment import worker_environment
from core.project.workspace import Workspace
from core.training.finetune.memory_plan import MIB
from core.training.finetune.settings import FineTuneSettings
from core.vision.backbone import backbone_path
from core.worker.training.device import peak_resident

SMALL = FineTuneSettings(epochs=1, freeze_epochs=1, small_machine=True)
QUICK = "quick"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--as", dest="role", choices=[QUICK], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role == QUICK:
        print(json.dumps(quick(options.pictures)))
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(measure(options.pictures)))


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
    from ui.frame.server import warm_up

    warm_up()
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
