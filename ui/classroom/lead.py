"""Leading a class: pause with a question, go together, open up to a stop, countdown, message."""

import time
from functools import partial
from typing import Any

import streamlit as st

from core.classroom.classes import SchoolClass, lead
from core.classroom.lead import called_to
from core.content import lesson_text
from core.learning.pages import page_info
from core.learning.paths.paths import GuidedPath
from ui.parts.fold import fold

TEXT = lesson_text("teach")
LONGEST = 200
FIRST_MINUTES, MOST_MINUTES = 5, 60
EVERYTHING = -1


def pause_row(of: SchoolClass) -> None:
    """The question and the button that stops everybody, or lets them go on."""
    if of.lead.paused is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{TEXT['paused_now']}**", width="stretch")
            st.button(
                TEXT["go_on"],
                key="class_go_on",
                type="primary",
                on_click=partial(_set, of.id, paused=None),
            )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(TEXT["question"], key="pause_question", max_chars=LONGEST)
        st.button(
            TEXT["pause"], key="class_pause", icon=":material/pause:", on_click=_pause, args=(of,)
        )


def lead_more(of: SchoolClass) -> None:
    """Everything else, folded away: most lessons need it once or never."""
    fold(TEXT["lead"], "class_lead", lambda: _lead(of), icon=":material/groups:")


def _lead(of: SchoolClass) -> None:
    path, now = of.path.guided(), of.lead
    stops = _stops(path)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            TEXT["together"],
            list(stops),
            format_func=stops.__getitem__,
            key="together_stop",
            persist_state="session",
        )
        st.button(TEXT["together_go"], key="class_together", on_click=_together, args=(of.id,))
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    names = {EVERYTHING: TEXT["up_to_all"], **stops}
    with left:
        st.session_state["class_up_to"] = EVERYTHING if now.up_to is None else now.up_to
        st.selectbox(
            TEXT["up_to"],
            list(names),
            format_func=names.__getitem__,
            key="class_up_to",
            on_change=_open_up_to,
            args=(of.id,),
        )
    with middle, st.container(horizontal=True, vertical_alignment="bottom"):
        _countdown(of.id, runs=now.until is not None)
    with right:
        st.text_input(
            TEXT["message"],
            value=now.message,
            max_chars=LONGEST,
            key="class_message",
            on_change=_message,
            args=(of.id,),
        )


def _stops(path: GuidedPath) -> dict[int, str]:
    return {
        number: f"{number + 1} {page_info(stop.page).title}"
        for number, stop in enumerate(path.stops)
    }


def _set(class_id: str, **fields: Any) -> None:
    lead(class_id, lambda now: fields)


def _pause(of: SchoolClass) -> None:
    _set(of.id, paused=str(st.session_state.get("pause_question", "")).strip())


def _together(class_id: str) -> None:
    stop = int(st.session_state["together_stop"])
    lead(class_id, lambda now: called_to(now, stop))


def _open_up_to(class_id: str) -> None:
    stop = int(st.session_state["class_up_to"])
    _set(class_id, up_to=None if stop == EVERYTHING else stop)


def _countdown(class_id: str, *, runs: bool) -> None:
    """How long, and the button that starts it; one that runs, or is over, is taken off first."""
    st.number_input(
        TEXT["minutes"],
        1,
        MOST_MINUTES,
        FIRST_MINUTES,
        key="class_minutes",
        persist_state="session",
        width="stretch",
    )
    if runs:
        st.button(
            TEXT["countdown_stop"],
            key="countdown_stop",
            on_click=partial(_set, class_id, until=None),
        )
    else:
        st.button(TEXT["countdown_start"], key="countdown_start", on_click=_start, args=(class_id,))


def _start(class_id: str) -> None:
    _set(class_id, until=time.time() + 60 * int(st.session_state["class_minutes"]))


def _message(class_id: str) -> None:
    _set(class_id, message=str(st.session_state["class_message"]).strip())
