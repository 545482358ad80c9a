"""What the learner points at: kept in the address, named in words."""

import streamlit as st

from core.content import says
from core.curation.embedding.embedding_map import Region
from core.evaluation.losses import CONFIDENT, MISLABELLED, STRANGE, TORN, UNSURE
from core.evaluation.selection import (
    Bar,
    Called,
    Cell,
    Group,
    OfClass,
    Pair,
    Pictures,
    Selection,
    parse,
    serialise,
)
from core.words import percent_range
from ui.parts.lesson import as_text

PARAMETER = "pick"
ALL = "All pictures"
GROUP_NAMES = {
    CONFIDENT: "Confidently wrong",
    TORN: "Wrong, and unsure",
    UNSURE: "Right, but unsure",
    MISLABELLED: "Probably mislabelled",
    STRANGE: "Odd pictures",
}


def picked() -> Selection | None:
    """The selection in the address; None where there is none that can be read."""
    return parse(st.query_params.get(PARAMETER))


def pick(selection: Selection | None) -> None:
    """Put a selection into the address, or take it out."""
    if selection is None:
        st.query_params.pop(PARAMETER, None)
    elif picked() != selection:
        st.query_params[PARAMETER] = serialise(selection)


def pick_words(selection: Selection | None) -> str:
    """The selected pictures in Markdown, such as "black called teddy"."""
    match selection:
        case None:
            return ALL
        case Cell(actual, predicted) if actual == predicted:
            return f"{as_text(actual)}, correct"
        case Cell(actual, predicted):
            return f"{as_text(actual)} called {as_text(predicted)}"
        case Pair(first, second):
            return says("evaluate", "two_mixed_up", first=as_text(first), second=as_text(second))
        case OfClass(name):
            return f"All of {as_text(name)}"
        case Called(name):
            return f"All called {as_text(name)}"
        case Bar():
            return _bar_words(selection)
        case Group(name):
            return GROUP_NAMES.get(name, "A group that is not there")
        case Region():
            return "This part of the map"
        case Pictures():
            return "These"


def _bar_words(bar: Bar) -> str:
    which = {None: "sure_range", True: "sure_and_right", False: "sure_and_wrong"}[bar.right]
    return says("evaluate", which, range=percent_range((bar.low, bar.high)))
