"""How fast a published model answers beside learners who click, and what that costs them.

    python -m bench.published [--learners 10] [--rate 5] [--seconds 8] [--rounds 8] [--photos DIR]

Learners click through the pages as in bench.pages, on a project with the starter pictures and a
trained model. In every other stretch of `--seconds` somebody asks the published model `--rate`
times a second, by the clock and not by the answers, about the project's pictures or those in DIR.
Prints one JSON line:

    ask_p50_ms, ask_p95_ms    from the moment a question was due to its answer
    asks, failed              how many there were, and how many got no answer
    pages_p95_ms              of the learners' clicks while nobody asks
    pages_p95_asked_ms        the same while somebody asks
    pages_ratio               the second over the first
    errors                    pages that showed an error
"""

import argparse
import asyncio
import json
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.app_server import Server
from bench.asker import ask
from bench.pages import THINK_SECONDS, own_home, percentile, prepared_workspace
from bench.visitor import Visitor
from core.deploy.published.publication import publish
from core.learning.pages import PAGES
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.quick.quick import train_quick

WARM_ROUNDS = 2  # every page that often before anything counts: imports, caches


@dataclass
class Seen:
    """What was measured: seconds of questions, and of clicks with and without them."""

    asks: list[float] = field(default_factory=list)
    failed: int = 0
    quiet: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    errors: int = 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=10)
    parser.add_argument("--rate", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--photos", type=Path, metavar="DIR")
    options = parser.parse_args()
    with own_home() as home:
        print(json.dumps(measure(home, options)))


def measure(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The figures by name."""
    workspaces = [prepared_workspace() for _ in range(3)]
    for workspace in workspaces:
        train_quick(workspace.current())
    project = workspaces[0].current()
    published = publish(project, project.runs.all()[0])
    server = Server(home)
    server.start()
    try:
        address = f"{server.url}/m/{published.id}/predict"
        photos = photos_to_ask(project, options.photos)
        seen = asyncio.run(stretches(server.url, address, photos, workspaces, options))
    finally:
        server.kill()
    return in_figures(seen)


def photos_to_ask(project: Project, folder: Path | None) -> list[bytes]:
    """The bodies of the questions."""
    if folder is None:
        files = [project.dataset.image_path(image.id) for image in project.dataset.images()]
    else:
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.read_bytes() for path in files[:200]]


def in_figures(seen: Seen) -> dict[str, Any]:
    """One line's worth."""
    quiet, asked = percentile(seen.quiet, 95), percentile(seen.asked, 95)
    return {
        "ask_p50_ms": percentile(seen.asks, 50),
        "ask_p95_ms": percentile(seen.asks, 95),
        "asks": len(seen.asks),
        "failed": seen.failed,
        "pages_p95_ms": quiet,
        "pages_p95_asked_ms": asked,
        "pages_ratio": round(asked / quiet, 2),
        "clicks": len(seen.quiet) + len(seen.asked),
        "errors": seen.errors,
    }


async def stretches(
    url: str,
    address: str,
    photos: Sequence[bytes],
    workspaces: Sequence[Workspace],
    options: argparse.Namespace,
) -> Seen:
    """All learners click from the first stretch to the last; somebody asks in every other one, from
    a process of their own, so that what learners' browsers do here does not count."""
    seen, asking, over = Seen(), asyncio.Event(), asyncio.Event()
    learners = [
        asyncio.create_task(learner(url, workspaces[i % len(workspaces)], i, seen, asking, over))
        for i in range(options.learners)
    ]
    with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
        loop, asked_for = asyncio.get_running_loop(), (address, photos, options.rate)
        await loop.run_in_executor(elsewhere, ask, *asked_for, 1.0)
        await warm(url, workspaces)
        seen.quiet.clear()
        for _ in range(options.rounds):
            await asyncio.sleep(options.seconds)
            asking.set()
            answers = loop.run_in_executor(elsewhere, ask, *asked_for, options.seconds)
            asked, failed = await answers
            asking.clear()
            seen.asks += asked
            seen.failed += failed
    over.set()
    await asyncio.gather(*learners)
    return seen


async def warm(url: str, workspaces: Sequence[Workspace]) -> None:
    """Open every page a few times before anything counts."""
    for workspace in workspaces:
        async with Visitor(url, query=f"w={workspace.key}") as visitor:
            for page in PAGES * WARM_ROUNDS:
                await visitor.visit(page.url_path)


async def learner(
    url: str,
    workspace: Workspace,
    seed: int,
    seen: Seen,
    asking: asyncio.Event,
    over: asyncio.Event,
) -> None:
    """Click through the pages, thinking in between, until it is over."""
    order = random.Random(seed)
    async with Visitor(url, query=f"w={workspace.key}") as visitor:
        await asyncio.sleep(order.uniform(0, THINK_SECONDS))
        await visitor.visit("")
        while not over.is_set():
            beside = asking.is_set()
            seconds = await visitor.visit(order.choice(PAGES).url_path)
            if beside == asking.is_set():
                (seen.asked if beside else seen.quiet).append(seconds)
            await asyncio.sleep(THINK_SECONDS * order.uniform(0.7, 1.3))
    seen.errors += visitor.errors


if __name__ == "__main__":
    main()
