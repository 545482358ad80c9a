"""Cold embeddings computed by the class's cluster, asked for by a process that imports no Ray."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.jobs.ray.places import cluster_address
from core.vision.backbone import WIDTH
from core.vision.preprocess import Preprocess
from core.vision.views import View

MODULE = "core.vision.ray.embed_process"
ENOUGH = 200
POLL_S = 0.2


def cluster_pays(pictures: int) -> bool:
    """Whether there is a cluster, and more to do than going there and back takes (about 4 s)."""
    return pictures >= ENOUGH and cluster_address() is not None


def embed_elsewhere(
    pictures: Sequence[tuple[str, Path]], preprocess: Preprocess, view: View, stop: threading.Event
) -> Iterator[NDArray[np.float32]]:
    """The embeddings of pictures, given as (id, file): (1280,) each, in order, as they come back.

    Ends early when the cluster fails (its process says why on stderr) and soon after `stop` is
    set: anybody who asked embeds the others itself.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE],
        cwd=REPOSITORY,
        env=worker_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    threading.Thread(target=_end_when_told, args=(process, stop), daemon=True).start()
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _order(process.stdin, pictures, preprocess, view)
        with process.stdout as answers:
            yield from _rows(answers)
    finally:
        process.kill()
        process.wait()


def _order(
    stream: IO[bytes], pictures: Sequence[tuple[str, Path]], preprocess: Preprocess, view: View
) -> None:
    order = {
        "pictures": [(picture_id, str(file)) for picture_id, file in pictures],
        "preprocess": asdict(preprocess),
        "view": view.key,
    }
    try:
        with stream:
            stream.write(json.dumps(order).encode())
    except OSError:
        pass  # it has died already: there will be no answers either


def _rows(answers: IO[bytes]) -> Iterator[NDArray[np.float32]]:
    """Row after row of plain float32, until the stream ends or is cut short."""
    size = WIDTH * np.dtype(np.float32).itemsize
    while len(row := answers.read(size)) == size:
        yield np.frombuffer(row, dtype=np.float32)


def _end_when_told(process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    while process.poll() is None:
        if stop.wait(POLL_S):
            process.kill()
            return
