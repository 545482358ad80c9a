"""The glossary on screen: every term at once, and a search that answers each key."""

import streamlit as st

from core.learning.drawings.scenes import term_drawings
from core.learning.glossary.glossary import Glossary
from core.learning.glossary.term_examples import term_examples
from core.learning.pages import PAGES
from core.project.project import Project
from ui.navigation import open_page
from ui.parts.component import component_words
from ui.parts.mailbox.mailbox import component_with_mailbox, held, hold
from ui.parts.term_card.term_card import example_data
from ui.session import workspace_key

KEY = "glossary_shelf"
PARAMETER = "term"


def glossary_shelf(glossary: Glossary, project: Project) -> None:
    """Show the terms with a drawing or what they are in the project, at first those that fit
    `?term=` in the address; follow a link to a page."""
    component_with_mailbox(__file__)(
        key=KEY,
        data={
            "terms": [term.model_dump() for term in glossary.terms],
            "words": component_words(KEY),
            "drawings": term_drawings(),
            "examples": {
                term: example_data(project, example)
                for term, example in term_examples(project).items()
            },
            "titles": {page.id: page.title for page in PAGES},
            "addresses": {page.id: page.url_path or "." for page in PAGES},
            "workspace": workspace_key(),
            "search": st.query_params.get(PARAMETER, ""),
        },
        on_page_change=lambda: hold(KEY, "page"),
    )
    if page := held(KEY, "page"):
        open_page(page)
