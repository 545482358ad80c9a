"""What stands around a draft: which text, writing or reading, what is missing, what to take."""

from datetime import date
from functools import partial

import streamlit as st

from core.drivetrain.card.blocks import Document
from core.learning.report.content import Kind, report_text, show_unlicensed
from core.learning.report.documents import FILES, report_html, report_zip
from core.learning.report.facts import Facts
from core.project.project import Project
from core.words import count_of
from ui.learn.report_form import gap_link
from ui.parts.lesson import as_text, note

WRITE, READ = "Write", "Read"


def choose_text() -> tuple[Kind, bool]:
    """Which of the two texts, and whether it is to be written (else read)."""
    kinds = report_text().kinds
    with st.container(horizontal=True):
        kind = st.segmented_control(
            "Text",
            list(kinds),
            default="card",
            format_func=lambda one: kinds[one].title,
            required=True,
            key="text",
            bind="query-params",
            label_visibility="collapsed",
        )
        mode = st.segmented_control(
            "What to do",
            [WRITE, READ],
            default=WRITE,
            required=True,
            key="report_mode",
            label_visibility="collapsed",
        )
    chosen: Kind = "post" if kind == "post" else "card"
    note(kinds[chosen].about)
    return chosen, mode != READ


def still_missing(document: Document) -> None:
    """What the text lacks: facts, each with a link to where to get it, and the learner's words."""
    gaps, unwritten = document.gaps(), document.unwritten()
    if not gaps and not unwritten:
        st.markdown(":material/check: Nothing is missing. Read it aloud once, then show it around.")
        return
    facts, words = count_of(len(gaps), "fact"), count_of(len(unwritten), "answer")
    with st.expander(f"Still missing: {facts}, {words} of yours"):
        for gap in gaps:
            gap_link(gap)
        if unwritten:
            st.markdown("\n".join(f"- {as_text(own.asks)}" for own in unwritten))


def take_along(project: Project, kind: Kind) -> None:
    """The text as one HTML file, and everything as a ZIP; each is made when it is asked for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "This text (HTML)",
            partial(report_html, project, kind, date.today()),
            file_name=f"{FILES[kind]}.html",
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
            key="report_html",
        )
        st.download_button(
            "Everything (ZIP)",
            partial(report_zip, project, date.today()),
            file_name="report.zip",
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
            key="report_zip",
            help="Both texts as HTML and Markdown, charts and pictures as files, and credits.",
        )


def pictures_to_show(facts: Facts) -> None:
    """Let the learner say that pictures without a noted licence are theirs to show."""
    unknown = sum(not origin.has_licence for origin in facts.origins.values())
    if not unknown:
        return
    key = f"report_show_{facts.project.id}"
    st.toggle(
        "The pictures without a noted licence are mine to show",
        facts.shows_unlicensed,
        key=key,
        on_change=lambda: show_unlicensed(facts.project, bool(st.session_state[key])),
    )
    if facts.shows_unlicensed:
        note("Are people in them? Then ask them, too.")
