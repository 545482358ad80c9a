"""How fast the pages answer a class of visitors, idle and while a fine-tune runs.

    python -m bench.pages [--sessions 30] [--seconds 20] [--per-page [--rounds 12]] [--short]

Each visitor clicks through the pages with three seconds of thinking in between, on a project with
the starter pictures and a trained model. Prints one JSON line. With --per-page one visitor opens
every page again and again, and the line says of each page: milliseconds from the request to
"script finished" (p50, p95), processor milliseconds of the server, database connections opened,
and the share of the processor's time that garbage collection took. --short is a figure for a log:
one visitor, few rounds, no fine-tune.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from bench.visitor import Visitor
from core.learning.pages import PAGES
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.finetune.finetune import start_finetune, stop_finetune
from core.training.finetune.settings import FineTuneSettings
from core.training.quick.quick import train_quick

THINK_SECONDS = 3.0
PAUSE_SECONDS = 0.25  # between two clicks of --per-page: long enough for what follows a run
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--port", type=int, default=8755)
    parser.add_argument("--per-page", action="store_true")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    with own_home():
        print(json.dumps(measure(options)))


@contextmanager
def own_home() -> Iterator[Path]:
    """A DRIVETRAIN_HOME for one measurement; every process that was started for it ends first."""
    home = Path(tempfile.mkdtemp(prefix="drivetrain-bench-"))
    os.environ["DRIVETRAIN_HOME"] = str(home)
    try:
        yield home
    finally:
        end_processes_of(home)
        shutil.rmtree(home, ignore_errors=True)  # one that is just ending may still write


def end_processes_of(home: Path) -> None:
    """End every other process whose environment names this home, also those they start meanwhile.

    A supervisor starts its worker again when that dies: so look until nobody is left.
    """
    while living := [process for process in psutil.process_iter() if _works_for(process, home)]:
        for process in living:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(living, timeout=10)


def _works_for(process: psutil.Process, home: Path) -> bool:
    try:
        mine = process.environ().get("DRIVETRAIN_HOME") == str(home)
        return mine and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Start a server, let visitors in, and return the figures by name."""
    some = 1 if options.short or options.per_page else 3
    workspaces = [prepared_workspace() for _ in range(min(options.sessions, some))]
    server = start_server(options.port)
    url = f"http://localhost:{options.port}"
    wait_for(url)
    first = asyncio.run(first_page(url, workspaces[0]))
    rss = psutil.Process(server.pid).memory_info().rss / 2**20
    for workspace in workspaces:
        train_quick(workspace.current())
    figures: dict[str, Any] = {"first_page_s": round(first, 3), "web_rss_mb": round(rss)}
    if options.short or options.per_page:
        rounds = 3 if options.short else options.rounds
        clicks, errors = asyncio.run(page_by_page(url, workspaces[0], rounds, options.port + 1))
        figures |= {**over_all(clicks), "errors": errors}
        if options.per_page:
            figures["pages"] = {key: of_page(clicks[key]) for key in clicks}
    else:
        figures |= with_a_crowd(url, workspaces, options)
    after = psutil.Process(server.pid).memory_info().rss / 2**20
    return {**figures, "web_rss_after_mb": round(after)}


def prepared_workspace() -> Workspace:
    """A workspace with the starter pictures."""
    workspace = Workspace.create()
    add_starter(workspace.current())
    return workspace


def start_server(port: int) -> subprocess.Popen[bytes]:
    """The app as `make run` starts it, with its counters to be read one port above."""
    command = [sys.executable, "-m", "bench.measured_server", str(port + 1)]
    flags = ["--server.port", str(port), "--server.headless", "true"]
    return subprocess.Popen(
        [*command, "run", "streamlit_app.py", *flags],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
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
    async with Visitor(url, query=f"w={workspace.key}") as visitor:
        return await visitor.visit("")


class Click(NamedTuple):
    """One click: its seconds for the visitor, and what it cost the server."""

    seconds: float
    connections: float
    gc_s: float
    cpu_s: float


async def page_by_page(
    url: str, workspace: Workspace, rounds: int, counter_port: int
) -> tuple[dict[str, list[Click]], int]:
    """One visitor opens every page `rounds` times: the clicks by page, and the errors seen.

    Two rounds before that are not counted: they import and fill caches.
    """
    order, clicks = random.Random(1), defaultdict[str, list[Click]](list)
    async with Visitor(url, query=f"w={workspace.key}") as visitor:
        for turn in range(-2, rounds):
            for page in order.sample(PAGES, len(PAGES)):
                click = await _counted(visitor, page.url_path, counter_port)
                if turn >= 0:
                    clicks[page.id].append(click)
    return {page.id: clicks[page.id] for page in PAGES}, visitor.errors


async def _counted(visitor: Visitor, url_path: str, counter_port: int) -> Click:
    before = counters(counter_port)
    seconds = await visitor.visit(url_path)
    await asyncio.sleep(PAUSE_SECONDS)
    after = counters(counter_port)
    return Click(seconds, *(after[name] - before[name] for name in Click._fields[1:]))


def counters(port: int) -> dict[str, float]:
    """What the measured server has counted so far."""
    with urllib.request.urlopen(f"http://localhost:{port}", timeout=10) as answer:
        return dict(json.load(answer))


def of_page(clicks: list[Click]) -> dict[str, float]:
    """The figures of one page: times in milliseconds, shares from 0 to 1."""
    seconds = [click.seconds for click in clicks]
    spent = sum(click.cpu_s for click in clicks)
    return {
        "p50_ms": percentile(seconds, 50),
        "p95_ms": percentile(seconds, 95),
        "cpu_ms": round(1000 * spent / len(clicks), 1),
        "connections": max(click.connections for click in clicks),
        "gc_share": round(sum(click.gc_s for click in clicks) / spent, 3),
    }


def over_all(clicks: dict[str, list[Click]]) -> dict[str, float]:
    """The figures of all pages together, and how slow the slowest page is."""
    together = of_page([click for of_one in clicks.values() for click in of_one])
    slowest = max(clicks, key=lambda key: statistics.median(c.seconds for c in clicks[key]))
    return {**together, "slowest_page_p50_ms": of_page(clicks[slowest])["p50_ms"]}


def with_a_crowd(
    url: str, workspaces: list[Workspace], options: argparse.Namespace
) -> dict[str, float]:
    """The figures of many visitors at once, idle and while a fine-tune runs."""
    idle = asyncio.run(crowd(url, workspaces, options))
    training = with_fine_tune(url, workspaces, options)
    return {
        "sessions": options.sessions,
        "rerun_p50_ms": percentile(training[0], 50),
        "rerun_p95_ms": percentile(training[0], 95),
        "idle_p50_ms": percentile(idle[0], 50),
        "idle_p95_ms": percentile(idle[0], 95),
        "clicks": len(idle[0]) + len(training[0]),
        "errors": idle[1] + training[1],
    }


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
    async with Visitor(url, query=f"w={workspace.key}") as visitor:
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
