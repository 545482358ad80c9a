"""Several workspaces in one browser: a link asks before it opens another one, a list leads back."""

from datetime import datetime

import streamlit as st

from core.content import Content, Text, read
from core.learning.pages import HOME, page_info
from core.project.workspace import Workspace
from ui import session
from ui.frame.in_class import nickname_of
from ui.parts.lesson import as_text


class _Words(Content):
    title: Text
    text: Text
    mine: Text
    other: Text
    here: Text
    open: Text


WORDS = read("whose_work.yaml", _Words)


def ask_which(own: Workspace, other: Workspace) -> None:
    """Let the learner choose between their own workspace and that of a link."""
    st.title(WORDS.title)
    st.markdown(WORDS.text)
    choices = (("stay_with_mine", own, WORDS.mine), ("open_the_other", other, WORDS.other))
    for (key, workspace, label), column in zip(choices, st.columns(2), strict=True):
        with column.container(border=True):
            st.markdown(_name_and_date(workspace))
            st.button(label, key=key, on_click=_open, args=(workspace,), width="stretch")


def other_workspaces() -> None:
    """The other workspaces of this browser, each with its name, its last change and a button."""
    others = [one for one in session.others_here() if one.projects()]
    if others:
        st.caption(WORDS.here)
    for number, workspace in enumerate(others):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_name_and_date(workspace), width="stretch")
            if st.button(WORDS.open, key=f"open_workspace_{number}"):
                session.open_here(workspace, first=True)
                home = page_info(HOME).file
                st.switch_page(home, query_params={session.PARAMETER: workspace.key})


def _open(workspace: Workspace) -> None:
    session.open_here(workspace)
    st.query_params[session.PARAMETER] = workspace.key


def _name_and_date(workspace: Workspace) -> str:
    """The project that was changed last, and when."""
    newest = workspace.projects()[0]
    moment = datetime.fromtimestamp(newest.modified)
    nickname = nickname_of(workspace)
    name = f"{nickname} · {newest.name}" if nickname else newest.name
    return f"**{as_text(name)}** · {moment:%Y-%m-%d %H:%M}"
