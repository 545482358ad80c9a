"""Every page of the app, in the order of the journey: one list for menu, links and tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage


@dataclass(frozen=True)
class PageInfo:
    """Where a page lives: its key (also its address), file, title and section of the menu."""

    key: str
    file: str
    title: str
    section: str

    @property
    def url_path(self) -> str:
        """The page's address below `/`; the journey is the home page."""
        return "" if self.key == "journey" else self.key


PAGES: tuple[PageInfo, ...] = (
    PageInfo("journey", "pages/start/journey.py", "Journey", "Start"),
    PageInfo("possible", "pages/start/possible.py", "What deep learning can do", "Start"),
    PageInfo("objective", "pages/objective/objective.py", "Objective", "1 Objective"),
    PageInfo("levers", "pages/levers/levers.py", "Levers", "2 Levers"),
    PageInfo("gather", "pages/data/gather.py", "Gather", "3 Data"),
    PageInfo("datablock", "pages/data/datablock.py", "DataBlock", "3 Data"),
    PageInfo("augment", "pages/data/augment.py", "Augment", "3 Data"),
    PageInfo("train", "pages/model/train.py", "Train", "4 Models"),
    PageInfo("evaluate", "pages/model/evaluate.py", "Evaluate", "4 Models"),
    PageInfo("clean", "pages/model/clean.py", "Clean", "4 Models"),
    PageInfo("decide", "pages/use/decide.py", "Decide", "To work"),
    PageInfo("predict", "pages/use/predict.py", "Predict", "To work"),
    PageInfo("simulators", "pages/learn/simulators.py", "Simulators", "Learn"),
    PageInfo("questionnaire", "pages/learn/questionnaire.py", "Questionnaire", "Learn"),
    PageInfo("glossary", "pages/learn/glossary.py", "Glossary", "Learn"),
    PageInfo("report", "pages/learn/report.py", "Report", "Learn"),
)


@cache
def _by_key() -> dict[str, PageInfo]:
    return {page.key: page for page in PAGES}


def page_info(key: str) -> PageInfo:
    """The page with this key; raises KeyError for a key that no page has."""
    return _by_key()[key]


def sections() -> dict[str, list[StreamlitPage]]:
    """The menu for `st.navigation`: section title to its pages, in order."""
    menu: dict[str, list[StreamlitPage]] = {}
    for info in PAGES:
        menu.setdefault(info.section, []).append(_page(info))
    return menu


def _page(info: PageInfo) -> StreamlitPage:
    return st.Page(
        info.file,
        title=info.title,
        url_path=info.url_path or None,
        default=info.key == "journey",
    )


def page_link(
    key: str, label: str, *, help: str | None = None, primary: bool = False, **query: str
) -> None:
    """A link to another page that takes the learner's workspace along, and `query` (`q="id"`)."""
    from ui.session import workspace_id

    st.page_link(
        _page(page_info(key)),
        label=label,
        help=help,
        icon=":material/arrow_forward:" if primary else None,
        query_params={"w": workspace_id(), **query},
    )
