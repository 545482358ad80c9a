"""The learner's projects, behind one quiet button: name, save, open, switch, hand over."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.classroom.learners import moved_folder
from core.content import lesson_text, says
from core.gather.open_saved import OPENING
from core.learning.delete_project import StillAtWork, delete_project, give_new_address
from core.learning.pages import HOME, page_info
from core.project.disk_full import make_room
from core.project.expiry import kept_until
from core.project.profiles import on_community_cloud
from core.project.project import Project
from core.project.workspace import Workspace, new_key
from core.words import count_of, long_date
from ui import session
from ui.frame.open_saved.open_saved import (
    note_came,
    open_saved,
    opened,
    refused,
    stays,
    tell_broken_off,
)
from ui.frame.whose_work import other_workspaces
from ui.parts.background_work import watched
from ui.parts.lesson import as_text
from ui.parts.notebook_download import class_folders_download, saved_download
from ui.parts.search_settings import open_search_settings, show_search_settings


def deletion(workspace: Workspace, project: Project, go_on: Callable[[Project], None]) -> None:
    """What goes, a box to tick, and the button; `go_on(project)` opens the one that is left."""
    with st.expander(
        says("frame", "delete_this_project"), icon=":material/delete:", key="delete_project"
    ):
        info = project.info()
        pictures = count_of(info.images, "picture")
        st.markdown(says("frame", "goes_for_good", name=as_text(info.name), pictures=pictures))
        key = f"sure_delete_{project.id}"
        sure = st.checkbox(says("frame", "sure_delete", name=as_text(info.name)), key=key)
        if not st.button(says("frame", "delete_it"), key="delete_project_now", disabled=not sure):
            return
        try:
            left = delete_project(workspace, project)
        except StillAtWork as reason:
            st.warning(str(reason))
            return
    go_on(left)


_OPEN = "_project_menu_open"


def sidebar(workspace: Workspace, project: Project) -> None:
    """Show which project is open; a click on it opens what can be done with projects."""
    here = stays()
    if found := opened(workspace, project):
        if here:
            note_came()
            st.rerun()
        _go_home(found, workspace)
    tell_broken_off(workspace)
    with st.sidebar:
        if st.button(
            as_text(project.name),
            icon=":material/folder_open:",
            help=says("frame", "save_open_rename"),
            width="stretch",
            key="project_menu",
        ):
            st.session_state[_OPEN] = True
        if project.is_kept and (words := how_long_kept("kept_until_short")):
            st.caption(words)
        if not st.session_state.get(_OPEN) and not here:
            watched(OPENING, project, key="stop_opening_here")
    if st.session_state.get(_OPEN) or (refused() and not here):
        st.session_state[_OPEN] = True
        _menu(workspace, project)
    else:
        show_search_settings(workspace)


def how_long_kept(name: str) -> str:
    """Until when this server keeps the work, or that it forgets; "" where it keeps it for good."""
    text = lesson_text("host")
    if on_community_cloud():
        return text["forgets"]
    day = kept_until(date.today())
    return text[name].format(day=long_date(day)) if day else ""


def _close() -> None:
    st.session_state[_OPEN] = False


@st.dialog(says("frame", "your_project"), width="medium", on_dismiss=_close)
def _menu(workspace: Workspace, project: Project) -> None:
    """A window of its own: a menu below the sidebar's last line would have no room."""
    _this_project(project)
    _other_projects(workspace, project)
    deletion(workspace, project, lambda left: _go_home(left, workspace))
    _address(workspace)


def _this_project(project: Project) -> None:
    key = f"project_name_{project.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            says("frame", "project_name"),
            value=project.name,
            key=key,
            max_chars=80,
            on_change=lambda: project.rename(str(st.session_state[key])),
        )
        saved_download(
            says("frame", "save_project"),
            project,
            key="save_project",
            help=says("frame", "one_zip_everything"),
        )
    if words := how_long_kept("kept_until"):
        st.caption(words)
    class_folders_download(project, "menu")


def _other_projects(workspace: Workspace, project: Project) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _switch(workspace, project)
        wanted = st.button(says("frame", "new_project"), key="new_project", icon=":material/add:")
        _settings()
    if wanted:
        try:
            fresh = workspace.new_project(says("frame", "new_project"))
        except OSError:
            st.warning(make_room("begin"))
        else:
            _go_home(fresh, workspace)
    open_saved(workspace, project)


def _switch(workspace: Workspace, project: Project) -> None:
    known = {info.id: info for info in workspace.projects()}
    if len(known) < 2:
        return
    chosen = st.selectbox(
        says("frame", "change_to"),
        list(known),
        index=list(known).index(project.id),
        format_func=lambda project_id: f"{known[project_id].name} ({known[project_id].images})",
        key=f"switch_project_{project.id}",
    )
    if chosen != project.id:
        _go_home(workspace.switch(chosen), workspace)


def _settings() -> None:
    if st.button(
        says("frame", "searching_the_web"), key="menu_search_settings", icon=":material/tune:"
    ):
        _close()
        open_search_settings()
        st.rerun()


def _address(workspace: Workspace) -> None:
    other_workspaces()
    if st.context.url:
        st.code(f"{st.context.url.split('?')[0]}?w={workspace.key}", language=None, wrap_lines=True)
    st.caption(says("frame", "address_only_key"))
    _new_address(workspace)
    with st.container(horizontal=True, vertical_alignment="center"):
        kept = st.checkbox(says("frame", "i_have_kept"), key="kept_address")
        turn = st.button(
            says("frame", "someone_else_turn"),
            key="new_workspace",
            icon=":material/person_add:",
            help=says("frame", "starts_empty_workspace"),
            disabled=not kept,
        )
    if turn:
        session.forget()
        _go_home(None, Workspace.not_yet(new_key()))


def _new_address(workspace: Workspace) -> None:
    """For an address that was seen: what it does, a box to tick, and the button."""
    with st.expander(says("frame", "give_workspace_new"), icon=":material/key:"):
        st.markdown(says("frame", "did_somebody_see"))
        sure = st.checkbox(says("frame", "yes_my_old"), key="sure_new_address")
        if not st.button(says("frame", "give_me_new"), key="new_address", disabled=not sure):
            return
        try:
            moved = give_new_address(workspace)
        except StillAtWork as reason:
            st.warning(as_text(str(reason)))
            return
    moved_folder(workspace.path, moved.path)
    session.forget([workspace.key])
    st.toast(says("frame", "new_address"), duration="long")
    _go_home(None, moved)


def _go_home(project: Project | None, workspace: Workspace) -> None:
    _close()
    session.open_here(workspace)
    if project is not None:
        st.toast(says("frame", "now_open", name=as_text(project.name)))
    st.switch_page(page_info(HOME).file, query_params={"w": workspace.key})
