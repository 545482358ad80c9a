"""The desk where published models are asked: few at work at a time, the others are sent away.

Lesson pages come first: pictures are judged in few threads of low priority, and more requests than
may wait are answered at once with "busy".
"""

import asyncio
import ipaddress
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from typing import TypeVar

from core.deploy.published.rates import Rates
from core.deploy.published.trouble import Trouble
from core.jobs.queue.environment import usable_cores
from core.project.limits import limits

NICENESS = 5  # as everything that works beside the pages
T = TypeVar("T")


class Desk:
    """Counts who is at work, and knows how often each address and each model was asked."""

    def __init__(self) -> None:
        self._by_address, self._by_model = Rates(), Rates()
        self._at_work = 0
        self._lock = threading.Lock()

    def may_ask(self, address: str, public_id: str, asks: int = 1) -> None:
        """Count `asks` for an address and for a model; raises Trouble (too_often)."""
        most = limits()
        wait = self._by_address.wait(_person(address), asks, most.asks_a_minute)
        wait = wait or self._by_model.wait(public_id, asks, most.model_asks_a_minute)
        if wait:
            raise Trouble("too_often", wait=wait)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """A place at the desk; raises Trouble (busy) where all are taken."""
        with self._lock:
            if self._at_work >= limits().asks_at_work:
                raise Trouble("busy", wait=2)
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1


async def beside_the_pages(work: Callable[[], T]) -> T:
    """What `work()` gives, done in one of the few threads for published models."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)


@cache
def _threads() -> ThreadPoolExecutor:
    """Half of the cores, so that the other half is free for pages."""
    return ThreadPoolExecutor(max(1, usable_cores() // 2), "published", initializer=_be_polite)


def _be_polite() -> None:
    """Let this thread wait for others; only Linux knows the priority of a single thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _person(address: str) -> str:
    """Who asks: the address; of the newer kind the half that one household shares."""
    with suppress(ValueError):
        found = ipaddress.ip_address(address)
        if found.version == 6:
            return str(ipaddress.ip_network((address, 64), strict=False))
    return address
