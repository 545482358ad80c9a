"""The frame around every page: title, navigation, the learner's workspace, the sidebar."""

import time
from contextlib import suppress
from pathlib import Path

import streamlit as st

from core.content import ASSETS, says
from core.learning.journey import note_visit
from core.learning.pages import HOME
from core.learning.paths.time_spent import Watch, tick
from core.project.disk import home
from core.project.disk_full import NOT_KEPT
from core.project.empty_workspaces import nearly_all_begun
from core.project.project import Project
from core.project.reserve import disk_trouble
from core.training.experiments import advance
from core.training.finetune.settings import CannotFineTune
from ui import navigation, session
from ui.frame.guided_path import path_strip
from ui.frame.in_class import class_line, who_is_here
from ui.frame.sidebar import sidebar
from ui.frame.tour.dock import tour_dock
from ui.frame.watchers.watchers import watch_page
from ui.frame.whose_work import ask_which
from ui.parts.page_bar import page_bar

NAME = "Drivetrain Lab"
_WATCH = "_watch"
ENOUGH_S = 120.0
HOW = says("frame", "counted_from_click")


def count_time(project: Project, page_id: str) -> None:
    """Count the time since this session's last click; called once a run of any page."""
    watch: Watch | None = st.session_state.get(_WATCH)
    st.session_state[_WATCH] = tick(project, page_id, time.monotonic(), watch)


IMAGES = ASSETS / "images"
STYLE = Path(__file__).with_name("frame.css")


def show_app() -> None:
    """Run the page that the address asks for, inside the app's frame."""
    st.set_page_config(
        page_title=NAME,
        page_icon=IMAGES / "icon.png",
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(STYLE)  # before the menu, which would jump
    readable_colours()
    st.logo(IMAGES / "logo.svg", size="large", icon_image=IMAGES / "icon.png")
    page = st.navigation(navigation.sections(), position="sidebar", expanded=True)
    if page.url_path:
        st.set_page_config(page_title=f"{page.title} · {NAME}")
    st.html(STYLE)
    if choice := session.two_workspaces():
        ask_which(*choice)
        return
    page_id = page.url_path or HOME
    if who_is_here(page_id):
        return
    workspace = session.workspace()
    project = session.project()
    sidebar(workspace, project)
    with st.sidebar:
        watch_page()
    if project.is_kept:
        note_visit(project, page_id)
        count_time(project, page_id)
    with suppress(CannotFineTune):  # the experiment is over then, and keeps the reason
        advance(project)
    bar = page_bar()
    may_be_shown = class_line(project, page_id)
    if may_be_shown:
        path_strip(bar.guide, project, page_id)
    tour_dock(project, page_id)
    if not project.is_kept and (few := nearly_all_begun(session.address())):
        st.caption(few)
    if trouble := disk_trouble(home()):
        st.warning(NOT_KEPT[trouble], icon=":material/hard_drive:")
    if may_be_shown:
        page.run()


SHEET = Path(__file__).with_name("contrast.css")


def readable_colours() -> None:
    """Add the style sheet; the theme is said on the whole document, for dialogs and menus stand
    outside what Streamlit itself marks with it."""
    theme = st.context.theme.type or "light"
    st.html(f"<style>:root {{ color-scheme: {theme}; }}</style>")
    st.html(SHEET)
