"""How many answers a second live cameras get, alone and thirty at once, and what clicks take then.

    python -m bench.live [--learners 30] [--seconds 10]

Each learner has a project of their own, taught with two kinds of pictures, and a browser that sends
a frame of 224 px as soon as the last one was answered. In a process of its own, ten others click
through the pages with three seconds of thinking, as in bench.pages. Prints one JSON line:

    answers_per_s_1     of a learner who is alone
    answers_per_s_30    of the slowest of all learners at once
    refit_ms            from a handful of four pictures to the model that knows them, alone
    click_p95_ms        of the clicks beside all learners
"""

import argparse
import asyncio
import io
import json
import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image
from websockets.asyncio.client import ClientConnection, connect

from bench.app_server import Server
from bench.pages import THINK_SECONDS, own_home, percentile, prepared_workspace
from bench.visitor import Visitor
from core.learning.pages import PAGES
from core.live.envelope import FRAME_PX, letter
from core.project.workspace import Workspace
from core.training.quick.quick import train_quick

CLASSES = ("ball", "fence")
EACH = 12
HANDFUL = 4
REFITS = 8
CLICKERS = 10
WARM_ROUNDS = 2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    with own_home() as home:
        print(json.dumps(measure(home, options.learners, options.seconds)))


def measure(home: Path, learners: int, seconds: float) -> dict[str, float]:
    """The figures by name."""
    clicked = [prepared_workspace() for _ in range(3)]
    for workspace in clicked:
        train_quick(workspace.current())
    server = Server(home)
    server.start()
    keys = [Workspace.create().key for _ in range(learners)]
    with ProcessPoolExecutor(2, get_context("spawn")) as elsewhere:
        try:
            return _measured(server.url, keys, [one.key for one in clicked], seconds, elsewhere)
        finally:
            server.kill()


def _measured(
    url: str, keys: list[str], clicked: list[str], seconds: float, elsewhere: ProcessPoolExecutor
) -> dict[str, float]:
    lines = [elsewhere.submit(line_of, url, key).result() for key in keys]
    refits = elsewhere.submit(teach_all, lines).result()
    elsewhere.submit(click, url, clicked, 0.0).result()
    alone = elsewhere.submit(ask_all, lines[:1], seconds).result()
    clicking = elsewhere.submit(click, url, clicked, seconds)
    together = elsewhere.submit(ask_all, lines, seconds).result()
    return {
        "answers_per_s_1": round(min(alone), 1),
        "answers_per_s_30": round(min(together), 1),
        "refit_ms": round(1000 * statistics.median(refits)),
        "click_p95_ms": percentile(clicking.result(), 95),
    }


def line_of(url: str, key: str) -> str:
    """The address of the line that the live page of this workspace shows."""
    return asyncio.run(_line_of(url, key))


async def _line_of(url: str, key: str) -> str:
    async with Visitor(url, query=f"w={key}") as visitor:
        await visitor.visit("live")
        assert visitor.line, "the live page showed no line"
        return url.replace("http", "ws", 1) + visitor.line


def teach_all(lines: Sequence[str]) -> list[float]:
    """Teach each project its two classes; the seconds of some handfuls more on the first one."""
    return asyncio.run(_teach_all(lines))


async def _teach_all(lines: Sequence[str]) -> list[float]:
    rng = np.random.default_rng(1)
    for line in lines:
        async with _open(line) as socket:
            for number, name in enumerate(CLASSES, 1):
                await _keep(socket, number, name, [picture(name, rng) for _ in range(EACH)])
    async with _open(lines[0]) as socket:
        return [await _refit(socket, 10 + n, rng) for n in range(REFITS)]


async def _refit(socket: ClientConnection, number: int, rng: np.random.Generator) -> float:
    name = CLASSES[number % 2]
    handful = [picture(name, rng) for _ in range(HANDFUL)]
    began = time.perf_counter()
    await _keep(socket, number, name, handful)
    return time.perf_counter() - began


async def _keep(socket: ClientConnection, number: int, name: str, pictures: list[bytes]) -> None:
    await socket.send(letter({"do": "keep", "n": number, "label": name}, pictures))
    told = json.loads(await socket.recv())
    assert told["n"] == number and "state" in told, told


def ask_all(lines: Sequence[str], seconds: float) -> list[float]:
    """For each line the answers a second while all of them ask as fast as they are answered."""
    return asyncio.run(_ask_all(lines, seconds))


async def _ask_all(lines: Sequence[str], seconds: float) -> list[float]:
    rng = np.random.default_rng(2)
    frames = [letter({"do": "look"}, [picture(name, rng, FRAME_PX)]) for name in CLASSES]
    return await asyncio.gather(*(_ask(line, frames, seconds) for line in lines))


async def _ask(line: str, frames: list[bytes], seconds: float) -> float:
    async with _open(line) as socket:
        began, answers = time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < seconds:
            await socket.send(frames[answers % len(frames)])
            told = json.loads(await socket.recv())
            assert told["shares"], told
            answers += 1
    return answers / passed


class _open:
    """A line after its hello."""

    def __init__(self, line: str) -> None:
        self._connecting = connect(line, max_size=None)

    async def __aenter__(self) -> ClientConnection:
        socket = await self._connecting.__aenter__()
        assert "state" in json.loads(await socket.recv())
        return socket

    async def __aexit__(self, *error: object) -> None:
        await self._connecting.__aexit__(*error)  # type: ignore[arg-type]


def click(url: str, keys: list[str], seconds: float) -> list[float]:
    """Ten learners click through the pages for so long: the seconds of each click. With 0 seconds
    every page is opened a few times, so that nothing is new later."""
    return asyncio.run(_click(url, keys, seconds))


async def _click(url: str, keys: list[str], seconds: float) -> list[float]:
    if not seconds:
        for key in keys:
            async with Visitor(url, query=f"w={key}") as visitor:
                for page in PAGES * WARM_ROUNDS:
                    await visitor.visit(page.url_path)
        return []
    visits = (_learner(url, keys[n % len(keys)], n, seconds) for n in range(CLICKERS))
    return [second for one in await asyncio.gather(*visits) for second in one]


async def _learner(url: str, key: str, seed: int, seconds: float) -> list[float]:
    order, until = random.Random(seed), time.monotonic() + seconds
    async with Visitor(url, query=f"w={key}") as visitor:
        await asyncio.sleep(order.uniform(0, THINK_SECONDS))
        while time.monotonic() < until:
            await visitor.visit(order.choice(PAGES).url_path)
            await asyncio.sleep(THINK_SECONDS * order.uniform(0.7, 1.3))
    return visitor.seconds[1:]


def picture(name: str, rng: np.random.Generator, side: int = 480) -> bytes:
    """A photo-like JPEG, (side · 4/3) × side: a ball or a fence before noise, each another one."""
    wide = side * 4 // 3
    coarse = rng.integers(90, 160, (side // 16, wide // 16, 3), dtype=np.uint8)
    scene = np.asarray(
        Image.fromarray(coarse).resize((wide, side), Image.Resampling.BICUBIC)
    ).copy()
    y, x = np.mgrid[:side, :wide]
    at = rng.uniform(0.3, 0.7, 2) * (side, wide)
    shape = np.hypot(y - at[0], x - at[1]) < side / 4
    if name != CLASSES[0]:
        shape = (x + int(at[1])) % (side // 6) < side // 14
    scene[shape] = (200, 60, 50) if name == CLASSES[0] else (220, 200, 80)
    file = io.BytesIO()
    Image.fromarray(scene).save(file, "JPEG", quality=85)
    return file.getvalue()


if __name__ == "__main__":
    main()
