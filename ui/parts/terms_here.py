"""Words of a text or of a page, each opening its meaning in place."""

import streamlit as st

from core.learning.glossary.glossary import Term, glossary
from core.learning.glossary.term_examples import Example, term_examples
from core.project.project import Project
from ui.parts.term_card.term_card import term_card
from ui.session import project


def terms_here(text: str) -> None:
    """A quiet row of the glossary's terms in a text; a click opens what one means, right here."""
    terms = glossary().terms_in(text)
    if not terms:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption("Words:", width="content")
        for number, entry in enumerate(terms):
            _term(entry, number)


def _term(entry: Term, number: int) -> None:
    opened = st.popover(entry.term, type="tertiary", key=f"word_{number}", on_change="rerun")
    if opened.open:
        with opened:
            learner = project()
            term_card(learner, entry, _example(learner, entry))


def _example(learner: Project, entry: Term) -> Example | None:
    """What the term is in the project, without figures that a page asks the learner to guess."""
    return term_examples(learner, with_model=False).get(entry.term)


def words_of_page(page_id: str) -> None:
    """The glossary's terms of a page, behind one line; a click on one opens it below."""
    terms = {entry.term: entry for entry in glossary().on_page(page_id)}
    if not terms:
        return
    listing = st.expander(f"Words on this page ({len(terms)})", key="words", on_change="rerun")
    if not listing.open:
        return
    with listing:
        name = st.pills(
            "Words", list(terms), key=f"word_on_{page_id}", label_visibility="collapsed"
        )
        if name:
            learner = project()
            term_card(learner, terms[name], _example(learner, terms[name]))
