"""Searches of the web in the background: all sources at once, pictures as they arrive."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from core.gather.reading.refusal import Refused
from core.gather.web.provider import Found, Provider, not_understood
from core.gather.web.search_cache import cached_search, cached_thumbnail
from core.project.project import Project

LOG = logging.getLogger(__name__)
THUMBS_AT_ONCE = 6
THUMBS_S = 25.0  # then the wall shows what is there
MAX_QUERY = 100

State = Literal["running", "finished", "stopped"]


@dataclass(frozen=True)
class Hit:
    """A picture on the wall of results: what is known of it, and its thumbnail's file."""

    id: str
    found: Found
    thumbnail: Path


@dataclass(frozen=True)
class Source:
    """How one source stands: `offered` pictures, of which `missing` showed no thumbnail;
    `problem` is its sentence when it gave nothing."""

    name: str
    state: Literal["asking", "showing", "done", "failed"] = "asking"
    offered: int = 0
    missing: int = 0
    problem: str = ""


@dataclass(frozen=True)
class WebSearch:
    """How a search stands; `hits` are in the order of the sources, best first."""

    query: str
    page: int
    state: State
    sources: tuple[Source, ...]
    hits: tuple[Hit, ...] = ()


@dataclass
class _Job:
    query: str
    page: int
    sources: dict[str, Source]
    earlier: tuple[Hit, ...] = ()
    hits: dict[str, dict[int, Hit]] = field(default_factory=dict)
    state: State = "running"
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)


_jobs: dict[str, _Job] = {}
_lock = threading.Lock()


def start_search(
    project: Project, query: str, asked: Sequence[Provider], *, more: bool = False
) -> None:
    """Asks every source for `query`; with `more`, for the next page of the last search.

    A search that still runs ends. Raises Refused for an empty query.
    """
    words = " ".join(query.split())[:MAX_QUERY]
    if not words:
        raise Refused("Type what the pictures should show.")
    with _lock:
        last = _jobs.get(_key(project))
        if last:
            last.stop.set()
        page, earlier = (last.page + 1, _hits(last)) if more and last else (1, ())
        job = _Job(words, page, {source.name: Source(source.name) for source in asked}, earlier)
        _jobs[_key(project)] = job
    threading.Thread(target=_run, args=(job, list(asked)), daemon=True, name="search").start()


def web_search(project: Project) -> WebSearch | None:
    """How the project's last search stands; None when there was none."""
    job = _jobs.get(_key(project))
    if job is None:
        return None
    with job.lock:
        return WebSearch(job.query, job.page, job.state, tuple(job.sources.values()), _hits(job))


def stop_search(project: Project) -> None:
    """Ends a running search; what is on the wall stays."""
    if job := _jobs.get(_key(project)):
        job.stop.set()
        with job.lock:
            job.state = "stopped" if job.state == "running" else job.state


def forget_search(project: Project) -> None:
    """Ends the project's search and clears its wall."""
    with _lock:
        if job := _jobs.pop(_key(project), None):
            job.stop.set()


def _run(job: _Job, asked: list[Provider]) -> None:
    with ThreadPoolExecutor(max(1, len(asked)), thread_name_prefix="source") as pool:
        list(pool.map(lambda source: _ask(job, source), asked))
    with job.lock:
        job.state = "stopped" if job.stop.is_set() else "finished"


def _ask(job: _Job, provider: Provider) -> None:
    try:
        found = cached_search(provider, job.query, job.page)
    except Refused as failure:
        _note(job, provider.name, state="failed", problem=str(failure))
        return
    except Exception:
        LOG.exception("A source broke off")
        _note(job, provider.name, state="failed", problem=str(not_understood(provider.name)))
        return
    _note(job, provider.name, state="showing", offered=len(found))
    missing = _thumbnails(job, provider.name, found)
    _note(job, provider.name, state="done", missing=missing)


def _thumbnails(job: _Job, name: str, found: list[Found]) -> int:
    """Puts the pictures on the wall as their thumbnails arrive; returns how many did not."""
    end = time.monotonic() + THUMBS_S
    pool = ThreadPoolExecutor(THUMBS_AT_ONCE, thread_name_prefix="thumbnail")
    waiting = {pool.submit(_hit, job, one, end): rank for rank, one in enumerate(found)}
    shown = 0
    for done in as_completed(waiting):
        if hit := done.result():
            shown += 1
            with job.lock:
                job.hits.setdefault(name, {})[waiting[done]] = hit
    pool.shutdown()
    return len(found) - shown


def _hit(job: _Job, found: Found, end: float) -> Hit | None:
    if job.stop.is_set() or time.monotonic() > end:
        return None
    try:
        path = cached_thumbnail(found.thumb_url)
    except Refused:
        return None
    except Exception:
        LOG.exception("A thumbnail broke off")
        return None
    return Hit(hashlib.sha256(found.image_url.encode()).hexdigest()[:24], found, path)


def _note(job: _Job, name: str, **changed: object) -> None:
    with job.lock:
        job.sources[name] = replace(job.sources[name], **changed)  # type: ignore[arg-type]


def _hits(job: _Job) -> tuple[Hit, ...]:
    """Each picture once, as the sources ranked them, earlier pages first."""
    ranked = [hit for name in job.sources for _, hit in sorted(job.hits.get(name, {}).items())]
    return tuple({hit.id: hit for hit in [*job.earlier, *ranked]}.values())


def _key(project: Project) -> str:
    return str(project.path)
