"""Whose work this is: the workspace named in the address, and its open project."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.content import lesson_text
from core.project.empty_workspaces import admit
from core.project.project import Project
from core.project.workspace import Workspace, WorkspaceNotFound, is_key, new_key

COOKIE = "drivetrain_workspace"
PARAMETER = "w"
MOST_REMEMBERED = 8
EVERYTHING = "*"
_BETWEEN, _NOT_BEGUN = ".", "~"
_OPEN = "_workspace"
_MEMORY = "_keys_of_this_browser"
_FORGOTTEN = "_keys_to_forget"
_PROJECT = "_project_of_this_run"

# The server sets the cookie in its answer (ui/frame/door/memory.py): no script can read it.
_SCRIPT = """
let told = ""
export default function ({ data }) {
  if (told === data) return
  told = data
  fetch("remember", { method: "POST", body: data }).catch(() => { told = "" })
}
"""
_WRITER = st.components.v2.component("remember_workspace", js=_SCRIPT)


class Memory(NamedTuple):
    """What a browser remembers: keys that something was kept under, and one not begun ("")."""

    keys: tuple[str, ...] = ()
    not_begun: str = ""

    @classmethod
    def read(cls, cookie: str) -> "Memory":
        """Return what a cookie says; whatever is no key is passed over."""
        words = cookie.split(_BETWEEN)
        begun = dict.fromkeys(word for word in words if is_key(word))
        fresh = (word[1:] for word in words if word.startswith(_NOT_BEGUN) and is_key(word[1:]))
        return cls(tuple(begun)[:MOST_REMEMBERED], next(fresh, ""))

    def written(self) -> str:
        """Return the cookie that says it."""
        fresh = [_NOT_BEGUN + self.not_begun] if self.not_begun else []
        return _BETWEEN.join([*self.keys, *fresh])


def workspace() -> Workspace:
    """The learner's workspace: from the address, else this browser's, else one not begun.

    Nobody can guess the key, and nothing else opens the work, so it is kept in the address: a
    reload or another browser comes back to the same place. Nothing is on disk before something is
    kept; the browser holds the key meanwhile.
    """
    asked = _asked_for()
    remembered = None if asked else _of_session() or _own()
    if not asked and (said := _missing(remembered)):
        st.toast(lesson_text("workspace")[said], duration="long")
    found = asked or remembered or _not_begun()
    open_here(found)
    if st.query_params.get(PARAMETER) != found.key:
        st.query_params[PARAMETER] = found.key
    _tell_browser()
    return found


def two_workspaces() -> tuple[Workspace, Workspace] | None:
    """The learner's own workspace and another one that the address leads to; None without doubt.

    A link must not take a browser over: it is opened only once the learner chose it, and what the
    browser remembered stays.
    """
    other = _existing(_wanted())
    if other is None or other.key in (*_memory().keys, st.session_state.get(_OPEN)):
        return None
    own = _of_session() or _own()
    return (own, other) if own is not None and own.is_kept else None


def open_here(workspace: Workspace, *, first: bool = False) -> None:
    """Open a workspace in this session and remember it; `first`: the bare address leads to it."""
    st.session_state[_OPEN] = workspace.key
    known = [key for key in _memory().keys if key != workspace.key or not first]
    if workspace.is_kept and workspace.key not in known:
        known = [workspace.key, *known] if first else [*known, workspace.key]
    not_begun = "" if workspace.is_kept else workspace.key
    st.session_state[_MEMORY] = Memory(tuple(known), not_begun)


def forget(keys: Iterable[str] = (EVERYTHING,)) -> None:
    """Have this browser forget keys: those given, or all, when somebody else sits down at it."""
    gone = list(keys)
    left = [key for key in _memory().keys if key not in gone and EVERYTHING not in gone]
    st.session_state[_MEMORY] = Memory(tuple(left))
    st.session_state[_FORGOTTEN] = [*st.session_state.get(_FORGOTTEN, []), *gone]
    st.session_state.pop(_OPEN, None)


def others_here() -> list[Workspace]:
    """The other workspaces that this browser remembers and that are on this server."""
    found = (_existing(key) for key in _memory().keys if key != workspace_key())
    return [one for one in found if one is not None]


def _memory() -> Memory:
    """What this browser remembers: its cookie as the session began, and what was opened since."""
    if _MEMORY not in st.session_state:
        st.session_state[_MEMORY] = Memory.read(st.context.cookies.get(COOKIE) or "")
    found: Memory = st.session_state[_MEMORY]
    return found


def _tell_browser() -> None:
    """Have the browser ask for its cookie (a first-party one; it never leaves this host).

    This stands in every run: shown in the first one only, it would move all that follows, and the
    browser would build the page again under the learner's hands.
    """
    gone = _BETWEEN.join(st.session_state.get(_FORGOTTEN, []))
    with st.sidebar:
        _WRITER(data=f"{_memory().written()}\n{gone}", key="remember", height=1)


def workspace_key() -> str:
    """The key of the workspace that is open in this session."""
    return str(st.session_state[_OPEN])


def open_workspace() -> Workspace:
    """The workspace that is open in this session."""
    return _opened(workspace_key())


def arrived_bare() -> list[Workspace]:
    """The workspaces that this browser remembers, where a session begins without an address of one
    that is here: nobody has said yet who sits here. [] later, and with such an address."""
    if _OPEN in st.session_state or _asked_for() is not None:
        return []
    return [one for key in _memory().keys if (one := _existing(key)) is not None]


def open_folder() -> Path | None:
    """The folder of the workspace that is open in this session; None before one is, and where
    nothing is kept in it yet."""
    found = _existing(str(st.session_state.get(_OPEN, "")))
    return None if found is None else found.path


def project() -> Project:
    """The project that is open in the learner's workspace; looked up once in a run of a page.

    A page asks up to fifteen times. Every run, also that of a fragment, has cursors of its own:
    so the next one sees that another project was opened, or this one deleted.
    """
    context = get_script_run_ctx()
    run, workspace = context and context.cursors, workspace_key()
    kept = st.session_state.get(_PROJECT)
    if kept is None or run is None or kept[0] is not run or kept[1] != workspace:
        kept = (run, workspace, _opened(workspace).current())
        st.session_state[_PROJECT] = kept
    found: Project = kept[2]
    return found


def every_project() -> list[Project]:
    """The learner's projects, the one that was changed last first."""
    return sorted(open_workspace().every_project(), key=lambda one: -one.info().modified)


def address() -> str:
    """Where this browser is: as the server sees it, or a proxy on the same machine says."""
    return st.context.ip_address or ""


def _not_kept(key: str) -> Workspace:
    """A workspace without a folder, which counts as one of its address once it begins."""
    return Workspace.not_yet(key, partial(admit, address()))


def _opened(key: str) -> Workspace:
    return _existing(key) or _not_kept(key)


def _asked_for() -> Workspace | None:
    """The workspace of the address; None without one, or for one that is not here."""
    wanted = _wanted()
    if not wanted:
        return None
    found = _existing(wanted)
    if found is not None or wanted == _memory().not_begun:
        return found or _not_kept(wanted)
    return None


def _wanted() -> str:
    """The key that the address names, whether there is such a workspace or not."""
    return str(st.query_params.get(PARAMETER) or "")


def _missing(opened_instead: Workspace | None) -> str:
    """What to say of a workspace that should be open and is not here; "" where none is missed."""
    was_open = str(st.session_state.get(_OPEN, ""))
    if was_open in _memory().keys and _existing(was_open) is None:
        return "deleted"
    if not _wanted():
        return ""
    return "unknown_yours" if opened_instead else "unknown_fresh"


def _of_session() -> Workspace | None:
    """The workspace that is open in this session (links drop the address)."""
    return _existing(str(st.session_state.get(_OPEN, "")))


def _own() -> Workspace | None:
    """What this browser opens without an address: the first it remembers that is here."""
    return next((one for key in _memory().keys if (one := _existing(key))), None)


def _not_begun() -> Workspace:
    """A workspace without a folder, under the key that this browser holds ready, or a new one."""
    return _not_kept(_memory().not_begun or new_key())


def _existing(candidate: str) -> Workspace | None:
    try:
        return Workspace.open(candidate)
    except (WorkspaceNotFound, ValueError):
        return None
