"""What the web process does beside answering: at its start, meanwhile, and when a page breaks."""

import asyncio
import contextlib
import gc
import importlib
import logging
import pkgutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager

from core.classroom.ending import end_what_is_due
from core.content import says
from core.deploy.network import network_addresses
from core.jobs.errors import errors_here
from core.jobs.keys_off_disk import take_keys_off_disk
from core.jobs.queue.environment import give_memory_back, use_few_arenas
from core.project.arriving import ARRIVALS
from core.project.disk import home
from core.project.disk_full import NOT_KEPT, is_disk_full
from core.project.empty_workspaces import TooManyBegun, sweep_empty_workspaces
from core.project.lengths import TooLong
from core.project.reserve import disk_trouble, keep_reserve
from core.project.servers import THIS
from core.project.sweeping import sweep_home
from ui.frame.door.browser_rules import BrowserRules
from ui.frame.door.class_door import ScreensOfClasses
from ui.frame.door.corrected_streamlit import (
    give_pages_turns,
    ignore_left_pages,
    keep_pictures_a_moment,
    say_theme_once,
)
from ui.frame.door.early_style import EarlyStyle
from ui.frame.door.lighter_streamlit import do_less_for_each_element
from ui.frame.door.memory import ROUTES
from ui.frame.door.same_origin import SameOrigin
from ui.frame.door.together import say_together
from ui.frame.door.uploads import UploadBudget, Uploads
from ui.frame.housekeeping import keep_house

__all__ = ["MIDDLEWARE", "ROUTES", "lifespan", "on_script_error"]

LOG = logging.getLogger("drivetrain")
LATE_IMPORTS = ("sklearn.linear_model", "onnxruntime", "cleanlab.filter")  # inside functions
FIRST_ANSWERS_S = 2.0
STEP_PAUSE_S = 0.03
TIDY_EVERY_S = 3.0
THAW_EVERY_S = 600.0
UPLOADS = Uploads()
MIDDLEWARE = (
    Middleware(BrowserRules),
    Middleware(SameOrigin),
    Middleware(ScreensOfClasses),
    Middleware(UploadBudget, uploads=UPLOADS),
    Middleware(EarlyStyle),
)
SETTLED_OBJECTS = 20_000  # an unfrozen heap of this size is walked in about 10 ms


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any] | None]:
    """Get the web process ready before it answers, and keep it quick while it does.

    Nested pages are announced as such (else the first deep link of a fresh server is answered
    with "page not found"), and libraries are imported and frozen so that the first visitor does not
    wait for them. Runs of dead workers are marked beside the first answers.
    """
    PagesManager.uses_pages_directory = False
    use_few_arenas()
    watch_uploads()
    ignore_left_pages()
    give_pages_turns()
    keep_pictures_a_moment()
    say_theme_once()
    say_together()
    do_less_for_each_element()
    await asyncio.to_thread(warm_up)
    say_where()
    housekeeping = asyncio.create_task(keep_tidy())
    recovery = asyncio.create_task(set_home_right())
    yield None
    housekeeping.cancel()
    recovery.cancel()


def watch_uploads() -> None:
    """Let the door know which uploads pages ask for."""
    if Runtime.exists():
        manager = Runtime.instance().uploaded_file_mgr
        assert isinstance(manager, MemoryUploadedFileManager)
        UPLOADS.watch(manager)


def say_where() -> None:
    """Print the addresses to open. Streamlit's own lines are off: for them it asks another host."""
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    for host in addresses():
        port = config.get_option("server.port")
        where = says("frame", "where", address=f"{scheme}://{host}:{port}")
        sys.stdout.write(f"\n  {where}\n")
    sys.stdout.flush()


def addresses() -> list[str]:
    """The names by which browsers reach this server: the one it was told, else this machine's."""
    told = config.get_option("server.address")
    if told and told not in ("0.0.0.0", "::"):
        return [str(told)]
    return ["localhost", *network_addresses()[:1]]


def warm_up() -> None:
    """Import all that pages are made of, bring the home up to date, freeze the collector."""
    import_pages()
    THIS.enter(home())
    errors_here()
    take_keys_off_disk(home())
    keep_reserve(home())
    gc.collect()
    gc.freeze()


def import_pages() -> None:
    """Import every module of `ui`, and all it rests on."""
    import ui

    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)


def import_what_functions_do() -> None:
    """Import what functions import when called, so that nobody waits for it in a training."""
    for name in LATE_IMPORTS:
        importlib.import_module(name)


async def keep_tidy() -> None:
    """Collect garbage every few seconds, for ever.

    Streamlit would collect after every run of a page, on the way to the next answer; that is
    switched off (`runner.postScriptGC`), and done here instead.
    """
    garbage = Garbage()
    while True:
        await asyncio.sleep(TIDY_EVERY_S)
        if await asyncio.to_thread(garbage.collect):
            await asyncio.to_thread(give_memory_back)
        await asyncio.to_thread(keep_reserve, home())
        await asyncio.to_thread(ARRIVALS.sweep)
        await asyncio.to_thread(end_what_is_due)


class Garbage:
    """Collects, and freezes what outlived a collection once walking it would take too long.

    What is frozen is not walked again: modules, caches, the state of sessions. A frozen cycle is
    never freed, though, so every ten minutes all is thawed, walked once and frozen again.
    """

    def __init__(self) -> None:
        self._thaw_at = time.monotonic() + THAW_EVERY_S

    def collect(self) -> bool:
        """Free the garbage there is; returns whether it looked: hardly anything may have been made
        since the last time."""
        if time.monotonic() > self._thaw_at:
            self._thaw_at = time.monotonic() + THAW_EVERY_S
            gc.unfreeze()
        elif not any(gc.get_count()[1:]):
            return False
        gc.collect()
        if len(gc.get_objects()) > SETTLED_OBJECTS:
            gc.freeze()
        return True


async def set_home_right() -> None:
    """Set the home right once the first visitors had their pages, get ready for trainings, and look
    after the home every hour."""
    await asyncio.sleep(FIRST_ANSWERS_S)
    await asyncio.to_thread(import_what_functions_do)
    await asyncio.to_thread(recover_home)
    await keep_house(let_answers_go_first)


def recover_home() -> None:
    """Mark runs that a dead worker left behind as interrupted, and sweep what killed servers left.

    With a thousand learners that takes longer than all the rest of a start, so it is done beside
    the answers, one workspace at a time.
    """
    from core.training.finetune.finetune import recover

    recover(home(), THIS.runs_of_the_living(home()))
    sweep_home(home(), let_answers_go_first)
    sweep_empty_workspaces(home(), let_answers_go_first)


def let_answers_go_first() -> None:
    """Wait a moment between two steps of work that nobody waits for."""
    time.sleep(STEP_PAUSE_S)


def on_script_error(error: Exception) -> bool | None:
    """Log what broke and tell the learner in one sentence; returns True: no traceback on screen."""
    import streamlit as st

    LOG.exception("A page failed", exc_info=error)
    if trouble := _disk_trouble_behind(error):
        st.error(NOT_KEPT[trouble])
        return True
    if isinstance(error, TooLong | TooManyBegun):
        st.error(str(error))
        return True
    st.error(says("frame", "page_failed", error=type(error).__name__))
    return True


def _disk_trouble_behind(error: Exception) -> str:
    """Why nothing new can be kept, where that is what broke a page; "" where it is not. What is
    kept free for saved work is refused before the disk is full."""
    if not isinstance(error, OSError | sqlite3.OperationalError):
        return ""
    return disk_trouble(home()) or ("full" if is_disk_full(error, home()) else "")
