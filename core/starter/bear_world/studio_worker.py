"""Renders an order in a process of its own: `python -m core.starter.bear_world.studio_worker OUT`.

The order comes as JSON on standard input. Finished pictures appear in the folder OUT whole, under
their names; the parent sees them there, and stops the rendering by closing standard input.
"""

import json
import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from core.jobs.queue.environment import usable_cores
from core.starter.bear_world.build import jpeg_of
from core.starter.bear_world.faults import Planned
from core.starter.bear_world.sets import Order


def main(folder: Path) -> None:
    """Renders what standard input orders into `folder`; ends early when that closes."""
    order = Order(**json.loads(sys.stdin.readline()))
    with ProcessPoolExecutor(usable_cores(), initializer=_as_a_polite_child) as pool:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        list(pool.map(partial(_render, folder), order.pictures()))


def _as_a_polite_child() -> None:
    threading.Thread(target=_end_after_parent, daemon=True).start()
    threadpool_limits(1)
    if hasattr(os, "nice"):
        os.nice(5)


def _end_with_parent() -> None:
    """Waits until the parent closes our input, wittingly or by dying; then ends everything. Reads
    the bare descriptor: `sys.stdin.read()` would hold a lock that forked children wait for."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    for child in multiprocessing.active_children():
        child.terminate()
    os._exit(1)


def _end_after_parent() -> None:
    """A child that was just being forked, or whose parent was killed, is ended by nobody else."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _render(folder: Path, planned: Planned) -> None:
    part = folder / f"{planned.file}.part"
    part.write_bytes(jpeg_of(planned))
    part.replace(folder / planned.file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
