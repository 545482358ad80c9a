"""How Gather carries a large project: python -m bench.gather N prints one JSON line.

    python -m bench.gather 5000 [--turns 60]

N generated photos (800 × 600, about 175 kB) are uploaded as ZIPs to a real server, as a browser
does it, taken in, and paged through on the picture wall.

    import_images_per_s   from the first byte uploaded to the last picture on the wall's disk
    page_p95_ms           a click on a page number, to the last byte of its sixty pictures, while
                          the health check of the photos goes on beside it
    check_s               until that check has ended
    web_rss_growth_mb     of the server process, from its first page to after all of that;
                          ..._import_mb to after the import, ..._peak_... the most while a ZIP of a
                          thousand photos (175 MB, held in memory by Streamlit) came in
    reference_images_per_s, import_ratio
                          four threads that only decode, shrink and encode, on the same machine in
                          the same minute: what Pillow alone allows
"""

import argparse
import asyncio
import json
import os
import random
import socket
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
from PIL import Image

from bench.gather_visitor import GatherVisitor
from bench.pages import own_home, percentile, start_server, wait_for
from bench.photos import archives
from core.gather.intake import DECODERS, THUMBNAIL_PX
from core.project.project import Project
from core.project.workspace import Workspace
from core.vision.read_photo import JPEG_QUALITY, LONG_SIDE

MB = 2**20
REFERENCE_PHOTOS = 200


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("photos", type=int, metavar="N")
    parser.add_argument("--turns", type=int, default=60, help="clicks on page numbers")
    options = parser.parse_args()
    with own_home(), tempfile.TemporaryDirectory() as folder:
        packed = archives(Path(folder), options.photos)
        print(json.dumps(measure(options, packed)))


def measure(options: argparse.Namespace, packed: list[Path]) -> dict[str, Any]:
    """Start a server, bring the photos, page through them; the figures by name."""
    workspace = Workspace.create()
    port = free_port()
    server = start_server(port)
    url = f"http://localhost:{port}"
    try:
        wait_for(url)
        figures = asyncio.run(visited(url, workspace, packed, options, psutil.Process(server.pid)))
    finally:
        server.kill()
    reference = reference_rate(packed[0])
    return {
        "photos": options.photos,
        **figures,
        "reference_images_per_s": round(reference, 1),
        "import_ratio": round(figures["import_images_per_s"] / reference, 2),
        "cores": os.cpu_count(),
    }


def free_port() -> int:
    """A port on which nobody listens: another server's answers would be measured otherwise."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def visited(
    url: str,
    workspace: Workspace,
    packed: list[Path],
    options: argparse.Namespace,
    server: psutil.Process,
) -> dict[str, Any]:
    """What one visitor sees: the import, then `turns` turns of the wall's pages."""
    project = workspace.current()
    async with GatherVisitor(url, query=f"w={workspace.key}") as visitor:
        await visitor.visit("gather")
        before = server.memory_info().rss
        started = time.perf_counter()
        peak = [await brought(visitor, project, archive, server) for archive in packed]
        seconds = time.perf_counter() - started
        await visitor.visit("gather")
        imported = server.memory_info().rss
        started = time.perf_counter()
        await begun(visitor)
        turns = await turned(visitor, options.turns)
        await checked(visitor)
        check = time.perf_counter() - started
        after = server.memory_info().rss
        errors = visitor.errors
    return {
        "import_images_per_s": round(options.photos / seconds, 1),
        "page_p50_ms": percentile(turns, 50),
        "page_p95_ms": percentile(turns, 95),
        "web_rss_growth_mb": round((after - before) / MB),
        "web_rss_growth_import_mb": round((imported - before) / MB),
        "web_rss_peak_growth_mb": round((max(peak) - before) / MB),
        "web_rss_mb": round(after / MB),
        "check_s": round(check, 1),
        "turns": len(turns),
        "errors": errors,
    }


async def brought(
    visitor: GatherVisitor, project: Project, archive: Path, server: psutil.Process
) -> int:
    """Bring one ZIP and wait until its pictures are in, with the thumbnails that the wall shows.

    Returns the most bytes that the server held meanwhile, as seen every fifth of a second.
    """
    with zipfile.ZipFile(archive) as opened:
        count = sum(project.dataset.classes().values()) + len(opened.namelist())
    await visitor.bring([archive])
    peak = server.memory_info().rss
    while sum(project.dataset.classes().values()) < count or thumbnails(project) < count:
        await asyncio.sleep(0.2)
        peak = max(peak, server.memory_info().rss)
    return peak


async def begun(visitor: GatherVisitor) -> None:
    """The page is drawn and its health check begins, as in a browser that is left open."""
    await asyncio.sleep(1)
    await visitor.tick()


async def checked(visitor: GatherVisitor) -> None:
    """Return when the health check has ended: nothing on the page asks to be run again."""
    while visitor.ticking:
        await asyncio.sleep(1)
        await visitor.tick()


def thumbnails(project: Project) -> int:
    """How many thumbnails of the wall's size are on disk."""
    return sum(1 for _ in (project.path / "thumbnails" / str(THUMBNAIL_PX)).glob("*/*.jpg"))


async def turned(visitor: GatherVisitor, turns: int) -> list[float]:
    """Seconds of each turn to a page by chance; every one is a page of sixty pictures."""
    order = random.Random(0)
    return [await visitor.turn_to(order.randint(1, visitor.pages)) for _ in range(turns)]


def reference_rate(archive: Path) -> float:
    """Photos a second of Pillow alone: decode, shrink and encode, as stored and as a thumbnail."""
    photos = list(islice(_members(archive), REFERENCE_PHOTOS))
    started = time.perf_counter()
    with ThreadPoolExecutor(DECODERS) as pool:
        list(pool.map(_decoded_and_encoded, photos))
    return len(photos) / (time.perf_counter() - started)


def _members(archive: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            yield opened.read(name)


def _decoded_and_encoded(photo: bytes) -> None:
    with Image.open(BytesIO(photo), formats=["JPEG"]) as image:
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        image.save(BytesIO(), "JPEG", quality=JPEG_QUALITY)
        image.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
        image.save(BytesIO(), "JPEG")


if __name__ == "__main__":
    main()
