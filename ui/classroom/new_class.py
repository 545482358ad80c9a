"""A new class: what everybody starts with, the way, and how long it lasts; then the key, once."""

import time
from collections.abc import Callable

import streamlit as st

from core.classroom.ahead import look_ahead
from core.classroom.classes import A_DAY_S, MOST_DAYS, ClassPath, NoSuchClass, SchoolClass
from core.classroom.door import TooOften, begin_class, try_key
from core.classroom.ending import end_class
from core.classroom.starting import begin_with_project, begin_with_starter
from core.content import lesson_text, says
from core.learning.pages import PAGES, page_info
from core.learning.paths.paths import OWN, guided_paths
from core.learning.tour.content import tour
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS
from core.words import count_of
from ui.classroom.join import day_words, visitor
from ui.classroom.teacher import lead_with
from ui.parts.lesson import as_text, note

TEXT = lesson_text("teach")
FIELD_PX = 480
MY_PROJECT, A_ZIP, NOTHING = "project", "zip", ""
_TOUR = "tour"
_FRESH = "_class_key_to_show"
_START = "class_start"
_NOT_STOPS = ("Class",)


def begin_with_open_project() -> None:
    """Choose the open project as what everybody starts with, as somebody would in the form."""
    st.session_state[_START] = MY_PROJECT


def new_class_form(own: Project, bring: Callable[[], None]) -> None:
    """Ask for what a class needs; creates it on a click. `bring` draws where a saved project is
    opened, which then is the open one."""
    start = _start(own)
    if start == A_ZIP:
        bring()
    path = _path()
    days = st.number_input(TEXT["days"], 1, MOST_DAYS, 14, key="class_days", width=220)
    note(TEXT["days_note"].format(day=day_words(time.time() + A_DAY_S * int(days))))
    if path is None:
        note(TEXT["no_pages"])
    if st.button(
        TEXT["create"], type="primary", key="create_class", disabled=path is None or start == A_ZIP
    ):
        assert path is not None
        _create(path, start, int(days), own)


def _start(own: Project) -> str:
    sets = {name: starter.headline for name, starter in STARTERS.items()}
    names = {FIRST: sets[FIRST], **sets}
    info = own.info()
    if info.images or st.session_state.get(_START) == MY_PROJECT:
        pictures = count_of(info.images, "picture")
        mine = TEXT["start_project"].format(name=as_text(info.name), pictures=pictures)
        names[MY_PROJECT] = mine
    names |= {A_ZIP: TEXT["start_zip"], NOTHING: TEXT["start_nothing"]}
    chosen: str = st.selectbox(
        TEXT["starts_with"],
        list(names),
        format_func=names.__getitem__,
        key=_START,
        persist_state="session",
        width=FIELD_PX,
    )
    note(
        STARTERS[chosen].description if chosen in STARTERS else TEXT[f"about_{chosen or 'nothing'}"]
    )
    return chosen


def _path() -> ClassPath | None:
    """The path that is chosen; None for an own order without a stop."""
    stops = ClassPath(id=OWN, pages=tuple(dict.fromkeys(one.page for one in tour().stops)))
    names = {
        path.id: says("classroom", "path", title=path.title, minutes=path.minutes)
        for path in guided_paths().values()
    } | {_TOUR: TEXT["path_tour"].format(minutes=stops.guided().minutes), OWN: TEXT["path_own"]}
    chosen: str = st.selectbox(
        TEXT["path"],
        list(names),
        index=list(names).index("class"),
        format_func=names.__getitem__,
        key="class_path",
        persist_state="session",
        width=FIELD_PX,
    )
    if chosen == _TOUR:
        return stops
    if chosen != OWN:
        return ClassPath(id=chosen)
    pages = st.multiselect(
        TEXT["path_pages"],
        [page.id for page in PAGES if page.section not in _NOT_STOPS],
        format_func=lambda page_id: page_info(page_id).title,
        key="class_pages",
        persist_state="session",
    )
    return ClassPath(id=OWN, pages=tuple(pages)) if pages else None


def _create(path: ClassPath, start: str, days: int, own: Project) -> None:
    try:
        of, key = begin_class(path, start, days, visitor())
    except TooOften as reason:
        st.warning(TEXT["too_often"].format(seconds=reason.seconds))
        return
    try:
        _prepare(of, start, own)
    except OSError:
        end_class(of)
        st.error(TEXT["no_room"])
        return
    look_ahead(of)
    st.session_state[_FRESH] = key
    lead_with(key)
    st.rerun()


def _prepare(of: SchoolClass, start: str, own: Project) -> None:
    if start == MY_PROJECT:
        begin_with_project(of, own)
    elif start in STARTERS:
        bar, title = st.progress(0.0), STARTERS[start].title

        def progress(done: int, total: int) -> None:
            if done % 20 == 0 or done == total:
                words = TEXT["preparing"].format(title=title, done=done, total=total)
                bar.progress(min(done / total, 1.0), words)

        begin_with_starter(of, start, progress)


def show_key_once(of: SchoolClass) -> bool:
    """Show the key of a class that was just created, until it is saved; returns whether it does."""
    key = st.session_state.get(_FRESH)
    if key is None:
        return False
    st.subheader(TEXT["key_title"], anchor=False)
    st.markdown(TEXT["key"])
    st.code(key, language=None)
    with st.container(horizontal=True):
        st.download_button(
            TEXT["key_save"],
            TEXT["key_file"].format(code=of.code, key=key),
            f"class-{of.code}-key.txt",
            "text/plain",
            key="save_class_key",
            type="primary",
            icon=":material/key:",
        )
        st.button(TEXT["key_done"], key="class_key_saved", on_click=_hide_key)
    return True


def _hide_key() -> None:
    st.session_state.pop(_FRESH, None)


def ask_key() -> None:
    """Open a class with its key."""
    with st.form("class_key_form", border=False):
        typed = st.text_input(
            TEXT["key_paste"], type="password", max_chars=80, key="class_key_in", width=FIELD_PX
        )
        if not st.form_submit_button(TEXT["key_open"], key="open_class", type="primary"):
            return
    try:
        try_key(typed, visitor())
    except NoSuchClass:
        st.warning(TEXT["key_wrong"])
    except TooOften as reason:
        st.warning(TEXT["too_often"].format(seconds=reason.seconds))
    else:
        lead_with(typed.strip())
        st.rerun()
