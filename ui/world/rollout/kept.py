"""The protocol on one page: four lines, the numbers, a PDF for the wall, and the report."""

from datetime import date
from functools import partial

import streamlit as st

from core.content import lesson_text, read, says
from core.learning.report.content import filled, write_steps
from core.project.project import Project
from core.world.rollout.protocol import (
    LONGEST,
    STEPS,
    Protocol,
    keep_protocol,
    kept_protocol,
    steps,
)
from core.world.rollout.rules import Rules
from ui.navigation import page_link
from ui.parts.lesson import answer, as_text, hint
from ui.parts.notebook_download import download
from ui.parts.typed import kept_while_typed

FIELDS = read("rollout.yaml", dict[str, str], "fields")
PLACEHOLDERS = read("rollout.yaml", dict[str, str], "placeholders")
NAMES = read("rollout.yaml", dict[str, str], "step_names")


def protocol(here: Project, first: Rules) -> None:
    """Four lines to write, the page as it will hang on the wall, and where it goes."""
    text = lesson_text("rollout")
    st.markdown(text["kept_intro"])
    kept = _written(here)
    rules = kept.rules or first
    said = steps(rules, kept)
    for column, step in zip(st.columns(len(STEPS), gap="medium"), STEPS, strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{NAMES[step]}**")
            st.markdown(as_text(said[step]))
    st.caption(text["kept_whole"] if kept.is_whole else text["kept_missing"])
    with st.container(horizontal=True, vertical_alignment="center"):
        pdf = partial(_pdf, here, rules)
        download(says("world", "pdf_for_the_wall"), pdf, "thirty-nights.pdf", key="rollout_pdf")
        if st.button(text["fill"], key="fill_report"):
            write_steps(here, said)
            st.rerun()
        page_link("report", primary=True)
    _stands(here, said)


def _written(here: Project) -> Protocol:
    kept = kept_protocol(here)
    said = {}
    for place, column in enumerate(st.columns(2, gap="large")):
        for name in list(FIELDS)[2 * place : 2 * place + 2]:
            said[name] = column.text_input(
                FIELDS[name],
                getattr(kept, name),
                max_chars=LONGEST,
                placeholder=PLACEHOLDERS[name],
                key=kept_while_typed(f"protocol_{name}_{here.id}"),
            )
    written = kept.model_copy(update={name: words[:LONGEST] for name, words in said.items()})
    if written != kept:
        keep_protocol(here, written)
    return written


def _stands(here: Project, said: dict[str, str]) -> None:
    """Whether the report has these words, once they were written into it."""
    text, there = lesson_text("rollout"), filled(here, said)
    if not any(there.values()):
        return
    answer(text["filled"], right=True)
    if not all(there.values()):
        hint(text["filled_not"])


def _pdf(here: Project, rules: Rules) -> bytes:
    """The page for the wall; fpdf2 takes 0.3 s to import, which no page waits for."""
    from core.world.rollout.poster import protocol_pdf

    return protocol_pdf(here.name, kept_protocol(here), rules, date.today())
