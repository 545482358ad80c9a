"""What this app corrects in Streamlit 1.67: pages that were left, or run all at once, pictures that
go too early, and a theme read too often."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from core.jobs.turns import PAGES

_asked: WeakKeyDictionary[PagesManager, str] = WeakKeyDictionary()  # and not yet begun
_rerun, _begin = AppSession.request_rerun, PagesManager.set_current_page_script_hash


def ignore_left_pages() -> None:
    """From now on no part of a page runs once another page was asked for.

    Between the press and the answer a browser still speaks for the page before (a timer, a message
    that paused). Streamlit 1.67 runs that part after the new page, as a part of the page before,
    and the browser then empties what it shows: the learner would be left without a page. Nothing is
    lost that was on its way by a mailbox: it is sent again where its page is opened again.
    """
    AppSession.request_rerun = _request_rerun  # type: ignore[assignment,method-assign]
    PagesManager.set_current_page_script_hash = _begin_page  # type: ignore[assignment,method-assign]


def _request_rerun(session: AppSession, wanted: ClientState | None) -> None:
    pages = session._pages_manager
    if wanted and wanted.fragment_id:
        if wanted.page_script_hash != (_asked.get(pages) or pages.current_page_script_hash):
            return
    elif wanted:
        _asked[pages] = wanted.page_script_hash
    _rerun(session, wanted)


def _begin_page(pages: PagesManager, page_script_hash: str) -> None:
    _asked.pop(pages, None)
    _begin(pages, page_script_hash)


_run: Callable[..., Any] = script_runner.exec_func_with_error_handling  # type: ignore[attr-defined]


def give_pages_turns() -> None:
    """From now on a page, or a part of one, waits until those asked for before it were run.

    Streamlit 1.67 runs all at once, in a thread each. Python runs one of them at a time, and
    changes over whenever one reads a file or takes a lock: each is drawn when nearly all are, and
    what two of them need for the first time is worked out twice.
    """
    script_runner.exec_func_with_error_handling = _run_in_turn  # type: ignore[attr-defined,assignment]


def _run_in_turn(what: Callable[[], Any], context: ScriptRunContext) -> Any:
    with PAGES.taken():
        return _run(what, context)


KEPT_S = 5.0
_unused = MediaFileManager._get_inactive_file_ids
_unused_since: WeakKeyDictionary[MediaFileManager, dict[str, float]] = WeakKeyDictionary()


def keep_pictures_a_moment() -> None:
    """From now on a picture or file stays for `KEPT_S` after the last page that had it.

    Streamlit 1.67 takes the pictures of a page back when it is asked for again, and the end of
    anybody's page deletes them: a browser on a slow line, or of a learner who presses quickly, then
    asks for pictures that are gone, and shows them broken for good.
    """
    MediaFileManager._get_inactive_file_ids = _long_unused  # type: ignore[assignment,method-assign]


def _long_unused(files: MediaFileManager) -> set[str]:
    now, before = time.monotonic(), _unused_since.get(files, {})
    since = {name: before.get(name, now) for name in _unused(files)}
    _unused_since[files] = since
    return {name for name, at in since.items() if now - at >= KEPT_S}


_populate = app_session._populate_theme_msg


def say_theme_once() -> None:
    """From now on the theme of the configuration is put into words once a process.

    Streamlit 1.67 reads its hundred settings again for each run of each part of a page, on the one
    thread that answers all browsers: 2 of the 50 ms of a click in a class.
    """
    app_session._populate_theme_msg = _populate_theme


def _populate_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    theme = _theme(section)
    if theme.ByteSize():
        msg.MergeFrom(theme)


@lru_cache(maxsize=16)
def _theme(section: str) -> CustomThemeConfig:
    theme = CustomThemeConfig()
    _populate(theme, section)
    return theme
