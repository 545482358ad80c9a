"""What the person who runs a server wants to know: `python -m bench.host` prints one line of JSON.

`install_s` and `install_mb` are of the light install in a bare environment, nothing cached,
`first_page_s` from a bare clone through `make run-light` to the first page in a browser.
`journey_peak_mb` is the most that web process and warm worker took of a limit of 1,000 MB on the
whole journey with fastai (`bench.memory`). `processes_…_p95_ms`: a class of visitors who click, on
one web process and on two of one home. `folders_after_1000_visits` counts what people left behind
who only looked; `start_s_with_1000_workspaces` is from the command to the first answer. The machine
should have nothing else to do. --only NAME … measures some of them; --visitors N takes a larger
class: one that fills less than half of a process is hardly quicker on two (`docs/scale.md`).
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.app_server import ROOT, Server, free_port
from bench.journey import browser_page
from bench.memory import end_with_children
from bench.pages import (
    one_visitor,
    own_home,
    percentile,
    prepared_workspace,
    wait_for,
)
from bench.start import fill, start
from bench.visitor import Visitor
from core.training.quick.quick import train_quick

VISITORS, SECONDS = 30, 40.0
VISITS, AT_ONCE = 1_000, 20
WORKSPACES, PICTURES = 1_000, 10
LIMIT_MB = 1_000
BARE = {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1", "DRIVETRAIN_HOST": "localhost"}


def main() -> None:
    """Measure and print."""
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "install": installed,
        "journey": journey,
        "processes": lambda: processes(options.visitors),
        "visits": visits,
        "start": started,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=measures, default=list(measures))
    parser.add_argument("--visitors", type=int, default=VISITORS)
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    for name in options.only:
        figures |= measures[name]()
    print(json.dumps(figures))


def installed() -> dict[str, Any]:
    """The light install of a bare clone, and its first page."""
    with tempfile.TemporaryDirectory() as place:
        clone, port = Path(place) / "clone", free_port()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        environment = {**os.environ, **BARE, "DRIVETRAIN_HOME": f"{place}/home"}
        began = time.perf_counter()
        make = ["make", "-s", f"PORT={port}", f"PYTHON={sys.executable}"]
        subprocess.run([*make, ".venv-light/.installed"], cwd=clone, env=environment, check=True)
        install = time.perf_counter() - began
        size = sum(_size(file) for file in (clone / ".venv-light").rglob("*"))
        with subprocess.Popen(
            [*make, "run-light"], cwd=clone, env=environment, stdout=subprocess.DEVNULL
        ) as server:
            try:
                before = time.perf_counter()
                wait_for(f"http://localhost:{port}")
                with browser_page(f"http://localhost:{port}"):
                    page = time.perf_counter() - before
            finally:
                end_with_children(server)
    return {
        "install_s": round(install, 1),
        "install_mb": round(size / 1e6),
        "first_page_s": round(install + page, 1),
    }


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() and not file.is_symlink() else 0


def journey() -> dict[str, Any]:
    """The journey within its limit, in a process of its own."""
    command = [sys.executable, "-m", "bench.memory", "--limit", str(LIMIT_MB)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return {"journey_peak_mb": found.get("group_peak_mb", found["together_mb"])}


def processes(visitors: int) -> dict[str, Any]:
    """The same class of visitors on two web processes of one home, and on one."""
    with own_home() as home:
        workspaces = [prepared_workspace() for _ in range(3)]
        for workspace in workspaces:
            train_quick(workspace.current())
        servers = [Server(home), Server(home)]
        figures = {}
        for server in servers:
            server.start()
        for count in (2, 1):
            urls = [server.url for server in servers[:count]]
            asyncio.run(_class_of(visitors, urls, workspaces, 8.0))  # imports and caches
            clicks, errors = asyncio.run(_class_of(visitors, urls, workspaces, SECONDS))
            figures[f"processes_{count}_p95_ms"] = percentile(clicks, 95)
            if errors:
                raise RuntimeError(f"{errors} pages failed")
            servers[count - 1].kill()
    return figures


async def _class_of(
    count: int, urls: list[str], workspaces: list[Any], seconds: float
) -> tuple[list[float], int]:
    """Every click's seconds, and the errors; each visitor stays with one process."""
    visitors = [
        one_visitor(urls[place % len(urls)], workspaces[place % len(workspaces)], place, seconds)
        for place in range(count)
    ]
    results = await asyncio.gather(*visitors)
    return [second for clicks, _ in results for second in clicks], sum(e for _, e in results)


def visits() -> dict[str, Any]:
    """A thousand people who look at the first page and go."""
    with own_home() as home:
        server = Server(home)
        server.start()
        try:
            asyncio.run(_look(server.url))
        except Exception as error:
            error.add_note(server.last_words())
            raise
        finally:
            server.kill()
        kept = home / "workspaces"
        return {"folders_after_1000_visits": len(list(kept.iterdir())) if kept.exists() else 0}


async def _look(url: str) -> None:
    door = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with door, Visitor(url) as visitor:
            await visitor.visit("")

    await asyncio.gather(*(one() for _ in range(VISITS)))


def started() -> dict[str, Any]:
    """The start of a server whose home holds a thousand workspaces."""
    with own_home() as home:
        fill(home, WORKSPACES, PICTURES)
        return {"start_s_with_1000_workspaces": start(home, free_port(), "start")["start_s"]}


if __name__ == "__main__":
    main()
