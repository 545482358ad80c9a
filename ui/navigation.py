"""The registry of pages as Streamlit wants it: the menu, links, and where a press leads."""

from copy import copy
from functools import lru_cache
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.learning.pages import HOME, PAGES, PageInfo, page_info
from ui.session import workspace_key


def sections() -> dict[str, list[StreamlitPage]]:
    """The menu for `st.navigation`: section title to its pages, in order."""
    menu: dict[str, list[StreamlitPage]] = {}
    made = _made(_app())
    for info in PAGES:
        menu.setdefault(info.section, []).append(copy(made[info.id]))
    return menu


def _page(info: PageInfo) -> StreamlitPage:
    """A page of its own for each run: `st.navigation` writes into it whether it may be run."""
    return copy(_made(_app())[info.id])


def _app() -> str:
    """The script that is run; "" where none is."""
    context = get_script_run_ctx()
    return context.pages_manager.main_script_path if context else ""


@lru_cache(maxsize=8)
def _made(_app: str) -> dict[str, StreamlitPage]:
    """All pages by id, made once: Streamlit looks for their files, and one has up to 40 links."""
    return {
        info.id: st.Page(
            info.file, title=info.title, url_path=info.url_path or None, default=info.id == HOME
        )
        for info in PAGES
    }


def page_link(
    page_id: str, label: str = "", *, help: str | None = None, primary: bool = False, **query: str
) -> None:
    """A link to another page that takes the learner's workspace along, and `query` (`q="id"`).

    Without a label it is the page's title.
    """
    info = page_info(page_id)
    st.page_link(
        _page(info),
        label=label or f"**{info.title}**",
        help=help,
        icon=":material/arrow_forward:" if primary else None,
        query_params={"w": workspace_key(), **query},
    )


def open_page(page_id: str) -> NoReturn:
    """Leave for another page, in the same workspace."""
    st.switch_page(page_info(page_id).file, query_params={"w": workspace_key()})


_AT = "_landing"


def land_on(key: str) -> None:
    """In a callback: have the browser go to the widget or container with this key once the page is
    drawn, for the press was somewhere below it."""
    _, turn = landing()
    st.session_state[_AT] = (key, turn + 1)


def landing() -> tuple[str, int]:
    """The key to land on, and how many landings there were in this session; ("", 0) at first."""
    found: tuple[str, int] = st.session_state.get(_AT, ("", 0))
    return found
