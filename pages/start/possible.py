"""What deep learning can do: domains, expectations, the learner's own idea, a first project."""

import streamlit as st

from ui.parts.lesson import lesson
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.start.possible_domains import domains
from ui.start.possible_games import choose_project, estimates
from ui.start.possible_helper import can_it_be_done

PARTS = {
    "domains": "Eight domains",
    "expect": "Too little, too much",
    "idea": "Can it be done?",
    "choose": "A first project",
}

lesson("possible", plan=False)
part = st.segmented_control(
    "Part",
    list(PARTS),
    default="domains",
    format_func=PARTS.__getitem__,
    required=True,
    key="part",
    bind="query-params",
    label_visibility="collapsed",
)
match part:
    case "expect":
        estimates()
    case "idea":
        can_it_be_done(project())
    case "choose":
        choose_project(project())
    case _:
        domains()
page_foot("possible")
