"""The scores of pictures on disk: each picture is measured once for all projects."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.jobs.queue.environment import REPOSITORY, worker_environment
from core.project.disk import shared_cache
from core.project.vector_cache import EmbeddingCache

SCORES = ("dark", "light", "low_information", "odd_aspect_ratio", "sharpness")
"""What each picture is scored for, 0 (surely faulty) to 1 (fine)."""

WORKER = "core.curation.faults.picture_faults_worker"

Scores = dict[str, NDArray[np.float32]]


class ScoringFailed(Exception):
    """The worker ended before its work was done."""


def known_scores(ids: Sequence[str]) -> Scores:
    """Picture id → its scores in the order of `SCORES`, of the pictures looked at before."""
    return _cache().read(ids)


def score_pictures(pictures: Sequence[tuple[str, Path]], stop: threading.Event) -> Iterator[int]:
    """Look at pictures (id, file) in a process of its own; yields how many are done so far.

    What is done is kept at once. Ends early, and the process with it, once `stop` is set. Raises
    ScoringFailed when the process breaks off.
    """
    cache, done = _cache(), 0
    for scores in _answers(pictures, stop):
        cache.write((picture, np.array(row, dtype=np.float32)) for picture, row in scores.items())
        done += len(scores)
        yield done


def _cache() -> EmbeddingCache:
    return EmbeddingCache(shared_cache() / "picture_scores.sqlite", "/".join(SCORES))


def _answers(
    pictures: Sequence[tuple[str, Path]], stop: threading.Event
) -> Iterator[dict[str, list[float]]]:
    worker = subprocess.Popen(
        [sys.executable, "-m", WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        env=worker_environment(),
    )
    assert worker.stdin is not None and worker.stdout is not None
    try:
        with worker.stdin as request:
            json.dump([(picture, str(path)) for picture, path in pictures], request)
        for line in worker.stdout:
            yield json.loads(line)
            if stop.is_set():
                return
        if worker.wait():
            raise ScoringFailed
    except (BrokenPipeError, json.JSONDecodeError) as error:
        raise ScoringFailed from error
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()
