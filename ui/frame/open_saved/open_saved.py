"""*Open a saved project*: a browser sends the file in pieces, the server opens it from disk."""

from typing import Any

import streamlit as st

from core.content import lesson_text
from core.gather.open_saved import OPENING, start_opening
from core.project.arriving import ARRIVALS
from core.project.limits import limits
from core.project.project import Project
from core.project.workspace import Workspace
from core.words import file_size
from ui.frame.door.arriving import bring_address
from ui.parts.background_work import watched
from ui.parts.lesson import as_text, tell_left_out
from ui.parts.mailbox.mailbox import component_with_mailbox, heard, held, hold

KEY = "open_saved"
_TOKEN, _REFUSED = "_open_saved_token", "_open_saved_refused"
_STAYS, _CAME = "_open_saved_stays", "_open_saved_came"
_COMPONENT = component_with_mailbox(__file__)
_WORDS = (
    "title", "choose", "drop", "limit", "sending", "again", "sent", "stop", "stopped", "lost",
    "no_zip", "unreadable", "unknown", "out_of_step", "too_large", "workspace_full",
    "no_room", "not_kept",
)  # fmt: skip


def open_saved(workspace: Workspace, project: Project, key: str = KEY) -> None:
    """Where a file is chosen; while it is sent and opened, how far it is, and *Stop*."""
    if watched(OPENING, project, key="stop_opening"):
        return
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(as_text(refused))
    token = ARRIVALS.expect(workspace.path, st.session_state.get(_TOKEN, ""))
    st.session_state[_TOKEN] = token
    _COMPONENT(
        key=key,
        data={
            "words": _words(),
            "address": bring_address(token),
            "most": limits().saved_mb * 1_000_000,
            "heard": heard(key, "sent"),
        },
        on_sent_change=lambda: hold(key, "sent"),
    )
    _begin(workspace, project, held(key, "sent"))


def open_saved_here(workspace: Workspace, project: Project, key: str) -> None:
    """The same in a page of its own: what is opened leads nowhere else, and what goes wrong is said
    right there."""
    st.session_state[_STAYS] = True
    open_saved(workspace, project, key)


def stays() -> bool:
    """Whether the page that ran last opens files by itself; asked once in a run, before a page."""
    return bool(st.session_state.pop(_STAYS, False))


def note_came() -> None:
    """Let the page that opens files by itself know that one was opened."""
    st.session_state[_CAME] = True


def came() -> bool:
    """Whether a file was opened for this page just now; asked once."""
    return bool(st.session_state.pop(_CAME, False))


def opened(workspace: Workspace, project: Project) -> Project | None:
    """The project that was opened, now the current one, once it is; None before. What went wrong
    is kept for `open_saved` to say, and `refused` tells that there is something."""
    now = OPENING.progress(project)
    if now is None or now.state == "running":
        return None
    OPENING.forget(project)
    if now.state == "finished" and now.result:
        found = workspace.switch(now.result)
        tell_left_out(found)
        return found
    stopped = lesson_text("open_saved")["stopped"]
    st.session_state[_REFUSED] = stopped if now.state == "stopped" else now.message
    return None


def refused() -> bool:
    """Whether a file could not be opened, and nobody was told yet."""
    return _REFUSED in st.session_state


def tell_broken_off(workspace: Workspace) -> None:
    """Says once that a file did not come in whole, as the server was ended meanwhile."""
    if ARRIVALS.broke_off(workspace.path):
        st.toast(lesson_text("open_saved")["broke_off"], icon=":material/info:", duration="long")


def _begin(workspace: Workspace, project: Project, sent: Any) -> None:
    token = sent.get("token") if isinstance(sent, dict) else None
    if isinstance(token, str) and (file := ARRIVALS.whole(token, workspace.path)):
        start_opening(workspace, project, file)
        st.rerun()


def _words() -> dict[str, str]:
    most = file_size(limits().saved_mb * 1_000_000)
    return {
        name: lesson_text("open_saved")[name].replace("{most}", most).replace("*", "")
        for name in _WORDS
    }
