"""Words in a field are kept while they are typed, and a click right after them is not lost."""

import streamlit as st

from ui.parts.mailbox.mailbox import js_with_mailbox

_SAVED_WHILE_TYPING = ("plan_", "report_words_")


def late_commit() -> None:
    """Mount the invisible watcher of text fields, once a page.

    It commits the fields of a plan and of a report (their keys start so) at every pause in typing,
    and holds back a click on a link until what was typed just before has reached the server: it
    is among `words`. A press counts even if the page moves under it.
    """
    mount = st.components.v2.component(
        "late_commit",
        html="<span></span>",
        js=js_with_mailbox(__file__, "late_commit.js"),
    )
    mount(key="late_commit", data=_data(), height=1, on_again_change=lambda: None)


def _data() -> dict[str, object]:
    fields = [key for key in map(str, st.session_state) if key.startswith(_SAVED_WHILE_TYPING)]
    words = {key: st.session_state[key] for key in fields}
    return {"fields": list(_SAVED_WHILE_TYPING), "words": words}
