"""The slim bar at the top of a page: its title, and beside it what a guide says to do there.

It stays in sight (`ui/frame/frame.css`). The frame draws the bar, the page its own title, for only
the page knows when it begins: `lesson` asks for the place that was kept for it.
"""

from contextvars import ContextVar
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx


class PageBar(NamedTuple):
    """The two places of a bar: for the title, and for what a guide says."""

    title: DeltaGenerator
    guide: DeltaGenerator


_PLACE: ContextVar[tuple[object, DeltaGenerator] | None] = ContextVar("page_bar", default=None)


def page_bar() -> PageBar:
    """Draw an empty bar here, which nobody sees until something is in it, and return its places."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", key="page_bar")
    title = row.container(horizontal=True, vertical_alignment="bottom", key="page_head")
    guide = row.container(
        horizontal=True, vertical_alignment="center", gap="small", key="page_guide"
    )
    _PLACE.set((get_script_run_ctx(), title))
    return PageBar(title, guide)


def title_place() -> DeltaGenerator:
    """Return where the title of this run's page belongs; else a place of its own."""
    kept = _PLACE.get()
    if kept is None or kept[0] is not get_script_run_ctx():
        return st.container(horizontal=True, vertical_alignment="bottom", key="page_head")
    return kept[1]
