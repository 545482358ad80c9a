"""The line of jobs: `python -m bench.jobs` prints one line of JSON, in seconds.

`cancel_queued_p95_s` and `cancel_running_p95_s` are from the click to the end noted, over pretend
jobs; `orphans` counts processes left after all of them. `start_plain_s` and `start_fork_s` are from
an order to the first word of a real fine-tune's worker after its imports, as a process of its own
and as a fork of the template; `template_mb` is the memory that stands ready for the latter.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import psutil

from core.jobs.queue import worker_process
from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.jobs.queue.local import LocalRunner
from core.jobs.queue.protocol import JobStatus

CANCELS = 100
MODULE = "bench.jobs"
LIMIT_S = 120.0


def main(folder: Path) -> None:
    """The pretend job: works until it is asked to stop. With "imports", a fine-tune's imports."""
    from core.jobs.queue.events import report, stop_requested

    if not worker_process.is_mine(folder):
        return
    if (folder / "imports").exists():
        preload()
        report(folder, "finished", results={})
        return
    report(folder, "started")
    while not stop_requested(folder):
        time.sleep(0.02)
    report(folder, "stopped")


def preload() -> None:
    """What a fine-tune imports."""
    from core.worker.training import main as worker

    worker.preload()


def note(folder: Path, status: JobStatus) -> None:
    """The bench asks for the status itself."""


def measure() -> dict[str, float]:
    """All figures of the line of jobs."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        runner = LocalRunner(home, MODULE, note)
        os.environ["DRIVETRAIN_NO_TEMPLATE"] = "1"
        found = {**_cancels(home, runner), "orphans": _orphans(home)}
        found["start_plain_s"] = median(_seconds_to_start(home, f"plain {n}") for n in range(3))
        return found | _forks(home)


def _cancels(home: Path, runner: LocalRunner) -> dict[str, float]:
    queued, running = [], []
    first = _job(home, "first")
    runner.submit(first)
    _wait(lambda: runner.status(first) == "running")
    for number in range(CANCELS):
        folder = _job(home, f"queued {number}")
        runner.submit(folder)
        queued.append(_seconds_to_cancel(runner, folder))
    runner.cancel(first)
    for number in range(CANCELS):
        folder = _job(home, f"running {number}")
        runner.submit(folder)
        _wait(lambda: runner.status(folder) == "running")  # noqa: B023
        running.append(_seconds_to_cancel(runner, folder))
    return {"cancel_queued_p95_s": _p95(queued), "cancel_running_p95_s": _p95(running)}


def _seconds_to_cancel(runner: LocalRunner, folder: Path) -> float:
    start = time.perf_counter()
    runner.cancel(folder)
    while runner.knows(folder) or worker_process.is_alive(folder):
        time.sleep(0.005)
    return time.perf_counter() - start


def _forks(home: Path) -> dict[str, float]:
    """A template as the supervisor keeps it, and workers forked from it."""
    template = subprocess.Popen(
        [sys.executable, "-m", "core.jobs.queue.starter", MODULE],
        cwd=REPOSITORY,
        env=worker_environment(),
        stdin=subprocess.PIPE,
    )

    def start(folder: Path) -> None:
        assert template.stdin is not None
        template.stdin.write(f"{folder}\n".encode())
        template.stdin.flush()

    _seconds_to_start(home, "warm up", start)
    seconds = median(_seconds_to_start(home, f"fork {n}", start) for n in range(5))
    memory = psutil.Process(template.pid).memory_info().rss / 2**20
    template.kill()
    template.wait()
    return {"start_fork_s": round(seconds, 3), "template_mb": round(memory)}


def _seconds_to_start(
    home: Path, name: str, start: Callable[[Path], object] | None = None
) -> float:
    folder = _job(home, name)
    (folder / "imports").touch()
    begun = time.perf_counter()
    launch = start or (lambda folder: worker_process.launch(MODULE, folder))
    launch(folder)
    _wait(lambda: (folder / "events.jsonl").exists())
    return round(time.perf_counter() - begun, 3)


def _job(home: Path, name: str) -> Path:
    folder = home / "workspaces" / name.replace(" ", "-") / "run"
    folder.mkdir(parents=True)
    return folder


def _orphans(home: Path) -> int:
    time.sleep(1)
    lines = [
        " ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])
    ]
    return sum(str(home / "workspaces") in line for line in lines)


def _p95(seconds: list[float]) -> float:
    return round(quantiles(seconds, n=20)[-1], 3)


def _wait(true: Callable[[], object]) -> None:
    end = time.monotonic() + LIMIT_S
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("a job did not start")
        time.sleep(0.005)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        from bench import jobs  # the supervisor must find `note` in a module of that name

        print(json.dumps(jobs.measure()))
