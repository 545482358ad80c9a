"""Whose work this is: the workspace named in the address, and its open project."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.project.project import Project
from core.project.workspace import Workspace, WorkspaceNotFound

COOKIE = "drivetrain_workspace"

_SCRIPT = f"""
export default function ({{ data }}) {{
  document.cookie = `{COOKIE}=${{data}}; path=/; max-age=31536000; SameSite=Strict`;
}}
"""


def remember(key: str) -> None:
    """Keep the workspace's key in this browser (a first-party cookie; it never leaves this host).

    The writer stands in every run: shown in the first one only, it would move all that follows,
    and the browser would build the page anew under the learner's hands.
    """
    writer = st.components.v2.component("remember_workspace", js=_SCRIPT)
    with st.sidebar:
        writer(data=key, key="remember", height=1)


PARAMETER = "w"
_OPEN = "_workspace"
_PROJECT = "_project_of_this_run"


def workspace() -> Workspace:
    """The learner's workspace: from the address, else this browser's last one, else a new one.

    Nobody can guess the key, and nothing else opens the work, so it is kept in the address: a
    reload or another browser comes back to the same place.
    """
    found = _asked_for() or _remembered() or Workspace.create()
    st.session_state[_OPEN] = found.key
    if st.query_params.get(PARAMETER) != found.key:
        st.query_params[PARAMETER] = found.key
    remember(found.key)
    return found


def workspace_key() -> str:
    """The key of the workspace that is open in this session."""
    return str(st.session_state[_OPEN])


def project() -> Project:
    """The project that is open in the learner's workspace; looked up once in a run of a page.

    A page asks up to fifteen times. Every run, also that of a fragment, has cursors of its own:
    so the next one sees that another project was opened, or this one deleted.
    """
    context = get_script_run_ctx()
    run, workspace = context and context.cursors, workspace_key()
    kept = st.session_state.get(_PROJECT)
    if kept is None or run is None or kept[0] is not run or kept[1] != workspace:
        kept = (run, workspace, Workspace.open(workspace).current())
        st.session_state[_PROJECT] = kept
    found: Project = kept[2]
    return found


def _asked_for() -> Workspace | None:
    wanted = st.query_params.get(PARAMETER)
    if not wanted:
        return None
    found = _existing(wanted)
    if found is None:
        st.toast(
            "This address names a workspace that is not on this server. "
            "You have a fresh one; to bring your work back, open a saved project.",
            duration="long",
        )
    return found


def _remembered() -> Workspace | None:
    """The workspace of this session (links drop the address), else of this browser's cookie."""
    for candidate in (st.session_state.get(_OPEN), st.context.cookies.get(COOKIE)):
        if candidate and (found := _existing(str(candidate))):
            return found
    return None


def _existing(candidate: str) -> Workspace | None:
    try:
        return Workspace.open(candidate)
    except (WorkspaceNotFound, ValueError):
        return None
