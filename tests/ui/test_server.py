"""What the web process does beside answering: garbage is collected there, and walked only once."""

import asyncio
import errno
import gc
import tomllib
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.project.disk_full import NOT_KEPT
from ui.frame import server
from ui.frame.server import SETTLED_OBJECTS, THAW_EVERY_S, Garbage

ROOT = Path(__file__).parent.parent.parent


class Ring:
    """Garbage that only the collector can free: it holds itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def heap() -> Iterator[None]:
    """Everything that is there already is frozen, as in a server; and thawed at the end."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def test_garbage_is_freed_between_clicks(heap: None) -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    gc.collect()  # the ring is old now: only a full collection frees it
    del ring
    kept = [[] for _ in range(2000)]
    assert gone() is not None
    Garbage().collect()
    assert gone() is None
    assert len(kept) == 2000


def test_a_heap_that_has_grown_is_frozen_and_not_walked_again(heap: None) -> None:
    garbage, before = Garbage(), gc.get_freeze_count()
    cache = [[number] for number in range(2 * SETTLED_OBJECTS)]
    garbage.collect()
    assert gc.get_freeze_count() >= before + len(cache)
    assert len(gc.get_objects()) < SETTLED_OBJECTS


def test_a_frozen_cycle_is_freed_in_the_end(heap: None, monkeypatch: pytest.MonkeyPatch) -> None:
    garbage, session = Garbage(), Ring()
    gone = weakref.ref(session)
    gc.freeze()
    del session
    gc.collect()
    assert gone() is not None
    clock = server.time.monotonic() + 2 * THAW_EVERY_S
    monkeypatch.setattr(server.time, "monotonic", lambda: clock)
    garbage.collect()
    assert gone() is None


def test_streamlit_does_not_collect_on_the_way_to_the_next_answer() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["runner"]["postScriptGC"] is False
    assert config["server"]["fileWatcherType"] == "none"


def test_housekeeping_ends_with_the_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "warm_up", lambda: None)

    async def serve() -> tuple[set[str], set[str]]:
        before = _tasks()
        async with server.lifespan(None):
            inside = _tasks()
        await asyncio.sleep(0)
        return inside - before, _tasks() - before

    with ThreadPoolExecutor(1) as thread:  # Playwright's event loop may be running in this one
        started, left = thread.submit(asyncio.run, serve()).result()
    assert started and not left


def _tasks() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks()}


def test_a_refusal_for_want_of_room_is_told_from_what_nobody_foresaw(home: Path) -> None:
    """So much is kept free for saved work that a new project is refused before the disk is full."""
    assert server._disk_trouble_behind(OSError(errno.ENOSPC, "no room")) in NOT_KEPT
    assert not server._disk_trouble_behind(OSError(errno.EPERM, "not yours"))
    assert not server._disk_trouble_behind(ValueError("something else"))
