"""The process that has pictures embedded by the cluster: an order on stdin, rows on stdout."""

import hashlib
import json
import logging
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from core.jobs.ray.cluster import ClusterUnavailable, connected
from core.vision.backbone import backbone_path
from core.vision.ray.task import Chunk, Rows, embed_pictures

CHUNK, AHEAD = 16, 32
RETRIES = 3


def main(order: IO[bytes], answers: IO[bytes]) -> None:
    """Answer with the embeddings of the order's pictures as float32, row after row, in order."""
    try:
        with connected() as ray:
            for rows in _embedded(ray, json.load(order)):
                answers.write(rows.tobytes())
                answers.flush()
    except ClusterUnavailable as problem:
        sys.exit(str(problem))


def _embedded(ray: Any, order: dict[str, Any]) -> Iterator[Rows]:
    """A few chunks go out ahead of those that come back; Ray repeats what a lost computer had."""
    network = backbone_path().read_bytes()
    digest, sent = hashlib.sha256(network).hexdigest(), ray.put(network)
    task = ray.remote(embed_pictures).options(num_cpus=1, max_retries=RETRIES)
    on_their_way: deque[Any] = deque()
    for begin in range(0, len(order["pictures"]), CHUNK):
        on_their_way.append(task.remote(sent, digest, _chunk(order, begin)))
        if len(on_their_way) >= AHEAD:
            yield ray.get(on_their_way.popleft())
    while on_their_way:
        yield ray.get(on_their_way.popleft())


def _chunk(order: dict[str, Any], begin: int) -> Chunk:
    some = order["pictures"][begin : begin + CHUNK]
    return Chunk(
        ids=[picture_id for picture_id, _ in some],
        pictures=[Path(file).read_bytes() for _, file in some],
        preprocess=order["preprocess"],
        view=order["view"],
    )


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(sys.stdin.buffer, sys.stdout.buffer)
