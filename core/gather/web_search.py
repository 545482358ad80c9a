"""Searches of the web in the background: all sources at once, pictures as they arrive."""

import hashlib
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from core.content import says
from core.gather.reading.refusal import Refused
from core.gather.web.provider import Found, Provider, not_understood
from core.gather.web.search_cache import cached_search, cached_thumbnail
from core.jobs.background import Background, Job, State, stop_here
from core.project.project import Project

LOG = logging.getLogger(__name__)
THUMBS_AT_ONCE = 6
THUMBS_S = 25.0  # then the wall shows what is there
MAX_QUERY = 100


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


@dataclass(eq=False)
class _Wall:
    """What a search has found so far; its sources note it from threads of their own."""

    query: str
    page: int
    sources: dict[str, Source]
    earlier: tuple[Hit, ...] = ()
    found: dict[str, dict[int, Hit]] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, **changed: object) -> None:
        with self.lock:
            self.sources[name] = replace(self.sources[name], **changed)  # type: ignore[arg-type]

    def hits(self) -> tuple[Hit, ...]:
        """Each picture once, as the sources ranked them, earlier pages first."""
        with self.lock:
            ranked = [
                hit for name in self.sources for _, hit in sorted(self.found.get(name, {}).items())
            ]
        return tuple({hit.id: hit for hit in [*self.earlier, *ranked]}.values())


SEARCHES = Background[_Wall]("search")


def start_search(
    project: Project, query: str, asked: Sequence[Provider], *, more: bool = False
) -> None:
    """Asks every source for `query`; with `more`, for the next page of the last search.

    A search that still runs ends. Raises Refused for an empty query.
    """
    words = " ".join(query.split())[:MAX_QUERY]
    if not words:
        raise Refused(says("web", "type_what_pictures"))
    before = SEARCHES.progress(project)
    last = before.result if before and more else None
    page, earlier = (last.page + 1, last.hits()) if last else (1, ())
    wall = _Wall(words, page, {source.name: Source(source.name) for source in asked}, earlier)

    def work(job: Job[_Wall]) -> _Wall:
        wall.stop = job.stop
        with ThreadPoolExecutor(max(1, len(asked)), thread_name_prefix="source") as pool:
            list(pool.map(lambda source: _ask(wall, source), asked))
        stop_here(job.stop)
        return wall

    SEARCHES.start(project, work, result=wall, instead=True)


def web_search(project: Project) -> WebSearch | None:
    """How the project's last search stands; None when there was none.

    One that is told to stop has stopped: answers that are on their way may still come in.
    """
    now = SEARCHES.progress(project)
    if now is None or now.result is None:
        return None
    wall, state = now.result, now.state
    if now.stopping:
        state = "stopped"
    return WebSearch(wall.query, wall.page, state, tuple(wall.sources.values()), wall.hits())


def _ask(wall: _Wall, provider: Provider) -> None:
    try:
        found = cached_search(provider, wall.query, wall.page)
    except Refused as failure:
        wall.note(provider.name, state="failed", problem=str(failure))
        return
    except Exception:
        LOG.exception("A source broke off")
        wall.note(provider.name, state="failed", problem=str(not_understood(provider.name)))
        return
    wall.note(provider.name, state="showing", offered=len(found))
    missing = _thumbnails(wall, provider.name, found)
    wall.note(provider.name, state="done", missing=missing)


def _thumbnails(wall: _Wall, name: str, found: list[Found]) -> int:
    """Puts the pictures on the wall as their thumbnails arrive; returns how many did not."""
    end = time.monotonic() + THUMBS_S
    pool = ThreadPoolExecutor(THUMBS_AT_ONCE, thread_name_prefix="thumbnail")
    waiting = {pool.submit(_hit, wall, one, end): rank for rank, one in enumerate(found)}
    shown = 0
    for done in as_completed(waiting):
        if hit := done.result():
            shown += 1
            with wall.lock:
                wall.found.setdefault(name, {})[waiting[done]] = hit
    pool.shutdown()
    return len(found) - shown


def _hit(wall: _Wall, found: Found, end: float) -> Hit | None:
    if wall.stop.is_set() or time.monotonic() > end:
        return None
    try:
        path = cached_thumbnail(found.thumb_url)
    except Refused:
        return None
    except Exception:
        LOG.exception("A thumbnail broke off")
        return None
    return Hit(hashlib.sha256(found.image_url.encode()).hexdigest()[:24], found, path)
