"""What stands around a draft: from memory first, which text, what is missing, what to take."""

from datetime import date
from functools import partial

import streamlit as st

from core.content import says
from core.drivetrain.card.blocks import Document
from core.learning.report.content import Kind, report_text, show_unlicensed
from core.learning.report.documents import FILES, report_html, report_zip
from core.learning.report.facts import Facts
from core.project.guesses import CORRECT
from core.project.project import Project
from core.words import count_of
from ui.learn.report_form import gap_link
from ui.parts.choice import one_of
from ui.parts.guess import guess_first, note_result, tell_number
from ui.parts.lesson import as_text, note
from ui.parts.notebook_download import download

MODES = {"Write": "Write", "Read": "Read"}


def choose_text() -> tuple[Kind, bool]:
    """Which of the two texts, and whether it is to be written (else read)."""
    kinds = report_text().kinds
    with st.container(horizontal=True):
        titles = {kind: text.title for kind, text in kinds.items()}
        kind = one_of(
            says("learn", "text"), titles, key="text", first="card", quiet=True, bind="query-params"
        )
        mode = one_of(says("learn", "what_to_do"), MODES, key="report_mode", quiet=True)
    note(kinds[kind].about)
    return kind, mode == "Write"


def still_missing(document: Document) -> None:
    """What the text lacks: facts, each with a link to where to get it, and the learner's words."""
    gaps, unwritten = document.gaps(), document.unwritten()
    if not gaps and not unwritten:
        st.markdown(says("learn", "nothing_missing"))
        return
    facts, words = count_of(len(gaps), "fact"), count_of(len(unwritten), "answer")
    missing = "missing" if gaps and unwritten else "missing_facts" if gaps else "missing_words"
    with st.expander(says("learn", missing, facts=facts, words=words)):
        for gap in gaps:
            gap_link(gap)
        if unwritten:
            st.markdown("\n".join(f"- {as_text(own.asks)}" for own in unwritten))


def take_along(project: Project, kind: Kind) -> None:
    """The text as one HTML file, and everything as a ZIP; each is made when it is asked for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        text = partial(report_html, project, kind, date.today())
        download(says("learn", "this_text"), text, f"{FILES[kind]}.html", key="report_html")
        download(
            says("learn", "everything"),
            partial(report_zip, project, date.today()),
            "report.zip",
            key="report_zip",
            help=says("learn", "both_texts_as"),
        )


def pictures_to_show(facts: Facts) -> None:
    """Let the learner say that pictures without a noted licence are theirs to show."""
    unknown = sum(not origin.has_licence for origin in facts.origins.values())
    if not unknown:
        return
    key = f"report_show_{facts.project.id}"
    st.toggle(
        says("learn", "pictures_without_noted"),
        facts.shows_unlicensed,
        key=key,
        on_change=lambda: show_unlicensed(facts.project, bool(st.session_state[key])),
    )
    if facts.shows_unlicensed:
        note(says("learn", "ask_them_too"))


def recall_first(facts: Facts) -> bool:
    """Ask, or say how it turned out; returns whether the report may be shown."""
    if facts.run is None or facts.valid is None:
        return True
    pictures, key = len(facts.valid.image_ids), f"recall_{facts.run.id}"
    guess = guess_first(
        facts.project,
        CORRECT,
        lambda: _ask(pictures, key),
        facts.run.id,
        key="recall",
        lock=says("learn", "what_i_remember"),
        skip=says("learn", "show_me_the_report"),
    )
    if guess.choice is not None:
        note_result(guess.choice == facts.valid.correct)
        st.markdown(_verdict(guess.choice, facts.valid.correct, pictures))
    return guess.revealed


def _ask(pictures: int, key: str) -> int | None:
    st.subheader(says("learn", "from_memory_first"), anchor=False)
    prompt = report_text().recall.format(pictures=count_of(pictures, "picture"))
    st.markdown(prompt)
    right = st.number_input(
        says("learn", "right_answers"), 0, pictures, value=None, step=1, key=key, width=220
    )
    tell_number(prompt, right, pictures)
    return right


def _verdict(right: int, correct: int, total: int) -> str:
    how = "recall_right" if right == correct else "recall_wrong"
    return says("learn", how, right=right, total=total, correct=correct)
