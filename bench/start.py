"""The start of a server with many learners: `python -m bench.start` prints one line of JSON.

`start_s` is from the command to the first answer, with `--workspaces` of `--pictures` a class in
the home, `start_empty_s` with none; `…cpu_s` are the processor seconds that the server took until
then, which say the same on a machine that is busy with other things. `recover_s` and `sweep_s` are
the two walks over a home by themselves: a server goes on them after its first answers.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

from core.project.sweeping import sweep_home
from core.project.workspace import Workspace, folder_name, new_key
from core.starter.starter_sets import add_starter
from core.training.finetune.finetune import recover

LIMIT_S = 300.0


def main() -> None:
    """Measure, and print."""
    options = asked_for()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        os.environ["DRIVETRAIN_HOME"] = str(home)
        figures = start(home, options.port, "start_empty")
        fill(home, options.workspaces, options.pictures)
        figures |= {"recover_s": timed(recover, home), **start(home, options.port, "start")}
        figures["sweep_s"] = timed(sweep_home, home)
    sys.stdout.write(json.dumps({"workspaces": options.workspaces, **figures}) + "\n")


def asked_for() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspaces", type=int, default=1000)
    parser.add_argument("--pictures", type=int, default=10, help="of each class")
    parser.add_argument("--port", type=int, default=8597)
    return parser.parse_args()


def fill(home: Path, workspaces: int, pictures: int) -> None:
    """Make one workspace with pictures, and as many copies of it as are asked for."""
    first = Workspace.create()
    add_starter(first.current(), per_class=pictures)
    for _ in range(workspaces - 1):
        copy = home / "workspaces" / folder_name(new_key())
        shutil.copytree(first.path, copy, ignore=shutil.ignore_patterns("images", "thumbnails"))
        for kind in ("images", "thumbnails"):
            for source in first.path.glob(f"projects/*/{kind}"):
                target = copy / source.relative_to(first.path)
                shutil.copytree(source, target, copy_function=os.link)


def timed(walk: object, home: Path) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    assert callable(walk)
    walk(home)
    return round(time.perf_counter() - began, 2)


def start(home: Path, port: int, name: str) -> dict[str, float]:
    """Seconds until a server of this home answers, and of the processor; it is ended then."""
    home.mkdir(exist_ok=True)
    flags = ["--server.port", str(port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *flags]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while not answers(port) and time.perf_counter() - began < LIMIT_S:
                time.sleep(0.05)
            took = time.perf_counter() - began
            spent = psutil.Process(server.pid).cpu_times()
            return {f"{name}_s": round(took, 2), f"{name}_cpu_s": spent.user + spent.system}
        finally:
            server.kill()


def answers(port: int) -> bool:
    """Whether somebody says that all is well there."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
