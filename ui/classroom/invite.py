"""The way into a class: code and QR code for the wall, cards on paper, the door open or closed."""

import streamlit as st

from core.classroom.cards import join_cards
from core.classroom.classes import SchoolClass, open_to_newcomers
from core.classroom.learners import learners_of
from core.content import lesson_text, says
from core.words import count_of
from ui.classroom.teacher import lead_with
from ui.parts.address import ask_host, qr_code, reach
from ui.parts.lesson import note

TEXT = lesson_text("teach")
LIVE_S = 1.5


def invite(of: SchoolClass) -> None:
    """Everything that is needed at the wall, and what closes the door."""
    way = reach()
    words, picture = st.columns(2, gap="large")
    with words:
        with st.container(key="class_code"):
            st.title(of.code, anchor=False)
        _joined(of.id)
        address = way.at(ask_host(way), f"/join?code={of.code}")
        st.code(address, language=None, wrap_lines=True)
        if way.hindrance:
            several = way.hindrance == "here_only" and len(way.hosts) > 1
            note(TEXT["here_several" if several else way.hindrance])
        st.download_button(
            TEXT["cards"],
            lambda: join_cards(of, address),
            f"join-{of.code}.pdf",
            "application/pdf",
            key="join_cards",
            icon=":material/print:",
        )
        st.toggle(
            TEXT["close"],
            value=not of.is_open,
            key="class_closed",
            on_change=lambda: open_to_newcomers(of.id, not st.session_state["class_closed"]),
        )
        st.button(
            TEXT["leave"],
            key="leave_class",
            type="tertiary",
            help=TEXT["leave_note"],
            on_click=lead_with,
            args=("",),
        )
    picture.image(qr_code(address), width="stretch", alt=says("parts", "qr_code", address=address))


@st.fragment(run_every=LIVE_S)
def _joined(class_id: str) -> None:
    """How many came in, as they do."""
    count = len(learners_of(class_id))
    note(TEXT["join_at"].format(count=count_of(count, "learner")))
