"""How fast the pages answer a class of visitors, idle and while a fine-tune runs.

    python -m bench.pages [--sessions 30] [--seconds 20]

Each visitor clicks through the pages with three seconds of thinking in between, on a project with
the starter pictures and a trained model. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from bench.visitor import Visitor
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.finetune.finetune import start_finetune, stop_finetune
from core.training.finetune.settings import FineTuneSettings
from core.training.quick.quick import train_quick
from ui.navigation import PAGES

THINK_SECONDS = 3.0
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--port", type=int, default=8755)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRIVETRAIN_HOME"] = home
        print(json.dumps(measure(options)))


def measure(options: argparse.Namespace) -> dict[str, float | int]:
    """Start a server, let visitors in, and return the figures by name."""
    workspaces = [prepared_workspace(trained=False) for _ in range(min(options.sessions, 3))]
    server = start_server(options.port)
    url = f"http://localhost:{options.port}"
    try:
        wait_for(url)
        first = asyncio.run(first_page(url, workspaces[0]))
        rss = psutil.Process(server.pid).memory_info().rss / 2**20
        for workspace in workspaces:
            train_quick(workspace.current())
        idle = asyncio.run(crowd(url, workspaces, options))
        training = with_fine_tune(url, workspaces, options)
        after = psutil.Process(server.pid).memory_info().rss / 2**20
    finally:
        server.kill()
    return {
        "sessions": options.sessions,
        "first_page_s": round(first, 3),
        "rerun_p50_ms": percentile(training[0], 50),
        "rerun_p95_ms": percentile(training[0], 95),
        "idle_p50_ms": percentile(idle[0], 50),
        "idle_p95_ms": percentile(idle[0], 95),
        "web_rss_mb": round(rss),
        "web_rss_after_mb": round(after),
        "clicks": len(idle[0]) + len(training[0]),
        "errors": idle[1] + training[1],
    }


def prepared_workspace(*, trained: bool) -> Workspace:
    """A workspace with the starter pictures, and a quick model when asked."""
    workspace = Workspace.create()
    add_starter(workspace.current())
    if trained:
        train_quick(workspace.current())
    return workspace


def start_server(port: int) -> subprocess.Popen[bytes]:
    """The app as `make run` starts it."""
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    flags = ["--server.port", str(port), "--server.headless", "true"]
    return subprocess.Popen(
        [*command, *flags], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_for(url: str, seconds: float = 120) -> None:
    """Return once the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url}")


async def first_page(url: str, workspace: Workspace) -> float:
    """Seconds until the very first visitor of a fresh server has the home page."""
    async with Visitor(url, query=f"w={workspace.id}") as visitor:
        return await visitor.visit("")


async def crowd(
    url: str, workspaces: list[Workspace], options: argparse.Namespace
) -> tuple[list[float], int]:
    """All visitors at once: the seconds of every click after each one's first, and the errors."""
    visitors = [
        one_visitor(url, workspaces[i % len(workspaces)], i, options.seconds)
        for i in range(options.sessions)
    ]
    results = await asyncio.gather(*visitors)
    return [s for seconds, _ in results for s in seconds], sum(e for _, e in results)


async def one_visitor(
    url: str, workspace: Workspace, seed: int, seconds: float
) -> tuple[list[float], int]:
    """Click through the pages in the order of the journey, thinking in between."""
    order = random.Random(seed)
    end = time.monotonic() + seconds
    async with Visitor(url, query=f"w={workspace.id}") as visitor:
        await asyncio.sleep(order.uniform(0, THINK_SECONDS))
        while time.monotonic() < end:
            await visitor.visit(order.choice(PAGES).url_path)
            await asyncio.sleep(THINK_SECONDS * order.uniform(0.7, 1.3))
    return visitor.seconds[1:], visitor.errors


def with_fine_tune(
    url: str, workspaces: list[Workspace], options: argparse.Namespace
) -> tuple[list[float], int]:
    """The same crowd while a fine-tune runs in its own process."""
    project: Any = workspaces[0].current()
    run = start_finetune(project, FineTuneSettings(epochs=50))
    time.sleep(15)
    try:
        return asyncio.run(crowd(url, workspaces, options))
    finally:
        stop_finetune(project, run.id)


def percentile(seconds: list[float], percent: int) -> float:
    """A percentile of the click times, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return round(cuts[percent - 1] * 1000, 1)


if __name__ == "__main__":
    main()
