"""Answers of the sources, kept on the server for a while.

A class sits behind one address and searches for the same things; each source counts that address.
So a question goes out once, and thirty learners read the answer.
"""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from core.gather.reading.decode import decode
from core.gather.web.gate import gate_for
from core.gather.web.provider import Found, Provider, SourceFailed, source_sentence
from core.gather.web.transport import SECONDS, NotFetched
from core.project.disk import shared_cache, write_whole

LOG = logging.getLogger(__name__)
KEPT_S = 24 * 3600
FAILED_S = 15.0
MAX_FILES = 6_000  # about 60 MB
_THUMB_BYTES = 3_000_000

_locks = [threading.Lock() for _ in range(256)]
_failures: dict[Path, tuple[float, str]] = {}


def cached_search(provider: Provider, query: str, page: int) -> list[Found]:
    """What `provider` answers to `query`, from the cache for a day.

    Learners who ask the same at the same time wait for one answer; a failure is theirs too, and
    is forgotten after some seconds. Raises SourceFailed as the provider does.
    """
    words = " ".join(query.split()).casefold()
    path = _path("answers", json.dumps([provider.name, words, page]), "json")
    with _one_at_a_time(path, provider.name):
        kept = _read(path)
        if kept is None:
            kept = _asked(provider, query, page, path)
            _keep(path, json.dumps([asdict(found) for found in kept]).encode())
        return kept


def _asked(provider: Provider, query: str, page: int, path: Path) -> list[Found]:
    until, sentence = _failures.get(path, (0.0, ""))
    if time.monotonic() < until:
        raise SourceFailed(sentence)
    try:
        return provider.search(query, page)
    except SourceFailed as failure:
        _failures[path] = (time.monotonic() + FAILED_S, str(failure))
        raise


def cached_thumbnail(url: str) -> Path:
    """A small JPEG of the picture at `url`, drawn again here: no byte of the site's reaches a
    browser. Raises Refused when there is none."""
    path = _path("thumbnails", url, "jpg")
    with _one_at_a_time(path, "The thumbnail"):
        if not _fresh(path):
            data = gate_for(url).fetch(url, most=_THUMB_BYTES).body
            _keep(path, decode(data, "thumbnail").thumbnail)
    return path


def _path(kind: str, key: str, ending: str) -> Path:
    name = hashlib.sha256(key.encode()).hexdigest()
    return shared_cache() / "search" / kind / f"{name}.{ending}"


def _read(path: Path) -> list[Found] | None:
    if not _fresh(path):
        return None
    try:
        return [Found(**entry) for entry in json.loads(path.read_bytes())]
    except (OSError, ValueError, TypeError):
        return None


def _fresh(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < KEPT_S
    except OSError:
        return False


def _keep(path: Path, data: bytes) -> None:
    write_whole(path, data)
    if data and path.name.startswith("00"):  # one write in 256 tidies up
        tidy(path.parent)


def tidy_searches() -> None:
    """Remove answers and thumbnails that have expired, and the oldest beyond what is kept."""
    for kind in ("answers", "thumbnails"):
        tidy(shared_cache() / "search" / kind)


def tidy(folder: Path, most: int = MAX_FILES) -> None:
    """Removes what has expired, and the oldest files beyond `most`."""
    files = sorted(folder.glob("[!.]*"), key=lambda file: -file.stat().st_mtime)
    for position, file in enumerate(files):
        if position >= most or not _fresh(file):
            file.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time(path: Path, name: str) -> Iterator[None]:
    lock = _locks[int(path.stem[-4:], 16) % len(_locks)]
    if not lock.acquire(timeout=SECONDS):
        raise SourceFailed(source_sentence(name, NotFetched("", "slow")))
    try:
        yield
    finally:
        lock.release()
