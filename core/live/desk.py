"""Who is looked at next: one frame of each learner at a time, in the order in which they came.

Lesson pages come first: frames are judged in half of the cores by threads of low priority, and what
is taught in one more. A learner's next frame waits until their last one was answered, so one who
sends many takes nobody else's turn, and no more than one frame of each lies in memory.
"""

import asyncio
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar
from weakref import WeakValueDictionary

from core.jobs.queue.environment import be_polite, usable_cores
from core.live.envelope import Trouble

MOST_LINES = 300
MOST_LINES_EACH = 4
T = TypeVar("T")


class Desk:
    """Counts the lines that are open, and gives turns. `who` names a learner's workspace."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, int] = {}
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    @contextmanager
    def line(self, who: Hashable) -> Iterator[None]:
        """One open line of a learner; raises Trouble where there are too many."""
        mine, all_of_them = self._lines.get(who, 0), sum(self._lines.values())
        if mine >= MOST_LINES_EACH or all_of_them >= MOST_LINES:
            raise Trouble("too_many_lines")
        self._lines[who] = mine + 1
        try:
            yield
        finally:
            self._lines[who] -= 1
            if not self._lines[who]:
                del self._lines[who]

    async def look(self, who: Hashable, work: Callable[[], T]) -> T:
        """What `work()` gives, when it is this learner's turn."""
        turn = self._turns.setdefault(who, asyncio.Lock())
        async with turn:
            return await asyncio.get_running_loop().run_in_executor(_eyes(), work)

    async def teach(self, work: Callable[[], T]) -> T:
        """The same for what changes a project; one after the other."""
        return await asyncio.get_running_loop().run_in_executor(_hand(), work)


@cache
def _eyes() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, usable_cores() // 2), "live-eye", initializer=be_polite)


@cache
def _hand() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, usable_cores() // 2), "live-hand", initializer=be_polite)
