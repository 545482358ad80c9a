"""The desk where published models are asked: few pictures are judged at a time, some may wait, the
others are sent away.

Lesson pages come first: the threads that judge are few and of low priority.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from core.deploy.published.trouble import Trouble
from core.jobs.queue.environment import be_polite, usable_cores
from core.project.limits import limits
from core.project.rates import Rates, person

FILES_IN_MEMORY = 4  # of the largest size that a picture may have, of all requests together
TRY_AGAIN_S = 2
T = TypeVar("T")


class Desk:
    """Counts who is at work, and knows how often each address and each model was asked."""

    def __init__(self) -> None:
        self._by_address, self._by_model = Rates(), Rates()
        self._at_work = self._bytes = 0
        self._lock = threading.Lock()

    def may_ask(self, address: str, public_id: str, asks: int = 1) -> None:
        """Count `asks` for an address and for a model; raises Trouble (too_often)."""
        most = limits()
        wait = self._by_address.wait(person(address), asks, most.asks_a_minute)
        wait = wait or self._by_model.wait(public_id, asks, most.model_asks_a_minute)
        if wait:
            raise Trouble("too_often", wait=wait)

    @contextmanager
    def at_work(self) -> Iterator["Place"]:
        """A place at the desk until the answer is there; raises Trouble (busy) where all are
        taken."""
        place = Place(self)
        self._count(1, 0)
        try:
            yield place
        finally:
            self._count(-1, -place.held)

    def _count(self, requests: int, size: int) -> None:
        """Count more, or less where they are below 0; raises Trouble where that is too much."""
        most = limits()
        with self._lock:
            at_work, held = self._at_work + requests, self._bytes + size
            is_full = at_work > most.asks_at_work or held > FILES_IN_MEMORY * most.file_bytes
            if is_full and max(requests, size) > 0:
                raise Trouble("busy", wait=TRY_AGAIN_S)
            self._at_work, self._bytes = at_work, held


class Place:
    """One request at the desk, and the bytes that it `held` so far."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.held = desk, 0

    def take(self, size: int) -> None:
        """Count bytes that came in; raises Trouble (busy) where memory is full of others' ones."""
        self._desk._count(0, size)
        self.held += size


async def beside_the_pages(work: Callable[[], T]) -> T:
    """What `work()` gives, done in one of the few threads for published models."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)


@cache
def _threads() -> ThreadPoolExecutor:
    """Half of the cores, so that the other half is free for pages."""
    return ThreadPoolExecutor(max(1, usable_cores() // 2), "published", initializer=be_polite)
