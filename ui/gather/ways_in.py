"""The ways in: a folder, files and ZIPs, webcam and phone, the web, sounds, a starter set."""

from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.content import lesson_text, says
from core.gather.arrivals import Arrivals, from_files
from core.gather.intake import start_intake
from core.gather.meaning.entries import TEXTS, Entry
from core.gather.reading.refusal import Refused
from core.gather.reading.zip_reading import is_zip
from core.gather.staging import stage
from core.gather.web.search_settings import search_allowed
from core.gather.web.url_list import MAX_ROWS, as_words, from_addresses, needs_class
from core.project.limits import MAX_PIXELS, limits, room_in_words
from core.project.project import Project
from core.words import file_size, large_number
from ui.gather.paste_pictures.paste_pictures import paste
from ui.gather.phone import phone_way
from ui.gather.search import search
from ui.gather.sounds import sounds
from ui.gather.starter import starter_sets
from ui.gather.upload_parts import Uploads, class_choice, forgotten, next_key, widget_key
from ui.gather.webcam_burst.webcam_burst import webcam
from ui.navigation import page_link
from ui.parts.fold import fold
from ui.parts.lesson import as_text, hint, note

FOLDER, FILES, CAMERA = "A folder", "Files or a ZIP", "Webcam"
SEARCH, URLS = "Web search", "Web addresses"
SOUNDS, STARTER = "Sounds", "Starter sets"
PHONE = "A phone"


PANEL = "ways_panel"
_OPEN_FIRST = "_ways_open_first"


def ways_panel(project: Project, *, busy: bool, empty: bool) -> None:
    """The ways in, in a panel: open where the learner finds no pictures, and still so after the
    first ones came; folded when they come back, for then the pictures are what counts."""
    if PANEL not in st.session_state:
        st.session_state[_OPEN_FIRST] = empty
    fold(
        says("gather", "add_pictures"),
        PANEL,
        partial(ways_in, project, busy=busy),
        icon=":material/add_photo_alternate:",
        expanded=bool(st.session_state[_OPEN_FIRST]),
    )


def ways_in(project: Project, *, busy: bool = False) -> None:
    """The learner chooses how to bring pictures; what they bring starts its intake at once.

    While an intake runs (`busy`) the choices stay where they are, and nothing more is taken.
    """
    way = st.selectbox(
        says("gather", "how_bring_them"),
        [FOLDER, FILES, CAMERA, PHONE, SEARCH, URLS, SOUNDS, STARTER],
        key="gather_way",
        persist_state="session",
        width=320,
    )
    shows = {
        FOLDER: _folder,
        FILES: _files,
        SEARCH: search,
        URLS: addresses,
        CAMERA: _camera,
        PHONE: phone_way,
        SOUNDS: sounds,
        STARTER: starter_sets,
    }
    if busy and way not in (SEARCH, PHONE):
        _wait(project, way)
    else:
        shows[way](project)
    if left := room_in_words(project):
        st.caption(left)
    page_link("live", lesson_text("live")["door"])


def _wait(project: Project, way: str) -> None:
    if way in (FILES, URLS, CAMERA):
        class_choice(project)
    st.caption(says("gather", "next_ones_can"))


def _folder(project: Project) -> None:
    st.caption(says("gather", "make_one_folder"))
    files = st.file_uploader(
        says("gather", "drop_folder_class"),
        accept_multiple_files="directory",
        max_upload_size=limits().file_mb,
        key=widget_key("folder"),
        label_visibility="collapsed",
    )
    if files:
        _bring(project, files, "folder")


def _files(project: Project) -> None:
    label = class_choice(project)
    files = st.file_uploader(
        says("gather", "drop_photos_zip"),
        accept_multiple_files=True,
        max_upload_size=max(limits().file_mb, limits().zip_mb),
        key=widget_key("files"),
    )
    st.caption(_what_files())
    paste(project, label)
    if not files:
        return
    if not label or any(_says_more(file) for file in files):
        _bring(project, files, "files", label)
    try:
        arrivals = from_files([(file.name, file.getvalue()) for file in files], label)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    forgotten(files)
    _begin(project, arrivals, "files")


def _says_more(file: UploadedFile) -> bool:
    """Whether a file is no single photo, but a ZIP or a table about others."""
    return (
        is_zip(file.name, file.getvalue()[:4]) or Entry(file.name, file.size, bytes).ending in TEXTS
    )


def _bring(project: Project, files: Uploads, widget: str, label: str = "") -> None:
    """Puts what was brought on disk, where it waits until the learner has looked at it."""
    try:
        stage(project, [(file.name, file) for file in files], widget, label)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    forgotten(files)
    next_key(widget)
    st.rerun()


def _what_files() -> str:
    most = limits()
    return says(
        "gather",
        "what_files",
        photo=file_size(most.file_bytes),
        pixels=large_number(MAX_PIXELS),
        files=most.zip_files,
        unpacked=file_size(most.zip_bytes),
    )


def _camera(project: Project) -> None:
    webcam(project, class_choice(project))


def _begin(project: Project, arrivals: Arrivals, widget: str) -> None:
    if not start_intake(project, arrivals):
        st.toast(says("gather", "bring_later"))
    next_key(widget)
    st.rerun()


def addresses(project: Project) -> None:
    """A box for addresses and a place for a CSV; what is brought starts its intake."""
    text = lesson_text("search")
    if not search_allowed():
        hint(text["off_server"])
        return
    st.caption(text["urls_how"].format(most=MAX_ROWS))
    label = class_choice(project)
    typed = st.text_area(
        says("gather", "web_addresses"),
        key=widget_key("addresses"),
        placeholder="https://site.org/one.jpg\nhttps://site.org/two.jpg",
        height=140,
        max_chars=100_000,
    )
    if st.button(
        says("gather", "fetch_them"), type="primary", key="fetch_addresses"
    ):  # commits what was typed
        _fetch(project, typed, label)
    _upload_table(project, label)
    note(text["urls_rights"])


def _upload_table(project: Project, label: str) -> None:
    file = st.file_uploader(
        says("gather", "or_drop_a_csv"),
        type=["csv", "tsv", "txt"],
        max_upload_size=1,
        key=widget_key("address_table"),
    )
    if file is not None:
        _fetch(project, as_words(file.getvalue()), label)


def _fetch(project: Project, listed: str, label: str) -> None:
    try:
        if not label and needs_class(listed):
            hint(says("gather", "not_every_line"))
            return
        arrivals = from_addresses(listed, label)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    if not start_intake(project, arrivals):
        st.toast(says("gather", "fetch_later"))
        return
    next_key("addresses")
    next_key("address_table")
    st.rerun()
