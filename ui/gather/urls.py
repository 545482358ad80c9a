"""Web addresses as a way in: a list, or a table with a class for each."""

import streamlit as st

from core.content import lesson_text
from core.gather.intake import start_intake
from core.gather.reading.refusal import Refused
from core.gather.web.search_settings import search_allowed
from core.gather.web.url_list import MAX_ROWS, as_words, from_addresses, needs_class
from core.project.project import Project
from ui.gather.upload_parts import class_choice, next_key, widget_key
from ui.parts.lesson import as_text, note


def addresses(project: Project) -> None:
    """A box for addresses and a place for a CSV; what is brought starts its intake."""
    text = lesson_text("search")
    if not search_allowed():
        st.info(text["off_server"])
        return
    st.caption(text["urls_how"].format(most=MAX_ROWS))
    label = class_choice(project)
    typed = st.text_area(
        "Web addresses",
        key=widget_key("addresses"),
        placeholder="https://site.org/one.jpg\nhttps://site.org/two.jpg",
        height=140,
        max_chars=100_000,
    )
    if st.button("Fetch them", type="primary", key="fetch_addresses"):  # commits what was typed
        _begin(project, typed, label)
    _upload_table(project, label)
    note(text["urls_rights"])


def _upload_table(project: Project, label: str) -> None:
    file = st.file_uploader(
        "Or drop a CSV",
        type=["csv", "tsv", "txt"],
        max_upload_size=1,
        key=widget_key("address_table"),
    )
    if file is not None:
        _begin(project, as_words(file.getvalue()), label)


def _begin(project: Project, listed: str, label: str) -> None:
    try:
        if not label and needs_class(listed):
            st.info("Not every line names a class. Choose one above for those that do not.")
            return
        arrivals = from_addresses(listed, label)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    if not start_intake(project, arrivals):
        st.toast("Other pictures are still coming in. Fetch these when they have ended.")
        return
    next_key("addresses")
    next_key("address_table")
    st.rerun()
