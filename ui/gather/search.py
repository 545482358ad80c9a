"""Searching the web: words, a wall of what was found, and only what is ticked comes in."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.content import lesson_text, says
from core.gather.intake import start_intake
from core.gather.reading.refusal import Refused
from core.gather.web.found_pictures import from_found
from core.gather.web.provider import Provider
from core.gather.web.search_settings import providers, search_allowed, settings_in_force
from core.gather.web_search import (
    MAX_QUERY,
    SEARCHES,
    Hit,
    Source,
    WebSearch,
    start_search,
    web_search,
)
from core.project.project import Project
from core.words import listed
from ui.gather.upload_parts import class_choice
from ui.parts.lesson import as_text, hint, note
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall
from ui.parts.search_settings import search_settings_button
from ui.session import open_workspace

TEXT = lesson_text("search")
LAST_PAGE = 10


def search(project: Project) -> None:
    """The box to search with; below it what was found, until it is ticked and kept."""
    asked = providers(settings_in_force(open_workspace()))
    if not asked:
        _switched_off()
        return
    label = class_choice(project)
    _ask(project, asked)
    words, settings = st.columns([5, 1], vertical_alignment="bottom")
    words.caption(TEXT["asked"].format(names=listed([one.name for one in asked])))
    with settings:
        search_settings_button("search_settings")
    found = web_search(project)
    if found is None:
        return
    if found.state == "running":
        _running(project, label)
    else:
        _ended(project, found, asked, label)


def _switched_off() -> None:
    hint(TEXT["off_own" if search_allowed() else "off_server"])
    if search_allowed():
        search_settings_button("search_settings")


def _ask(project: Project, asked: list[Provider]) -> None:
    with (
        st.form("search_words", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        words = st.text_input(
            says("gather", "what_should_pictures"),
            key="search_query",
            max_chars=MAX_QUERY,
            placeholder=says("gather", "grizzly_bear_river"),
            persist_state="session",
        )
        if not st.form_submit_button(
            says("gather", "search"), type="primary", icon=":material/search:"
        ):
            return
    try:
        start_search(project, words, asked)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    st.rerun()


@st.fragment(run_every=0.6)
def _running(project: Project, label: str) -> None:
    found = web_search(project)
    if found is None or found.state != "running":
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(_share(found.sources), " · ".join(map(_line, found.sources)))
        if st.button(says("gather", "stop"), key="stop_search"):
            SEARCHES.stop(project)
            st.rerun()
    if found.hits:
        _wall(found.hits)


def _ended(project: Project, found: WebSearch, asked: list[Provider], label: str) -> None:
    if problems := [as_text(source.problem) for source in found.sources if source.problem]:
        st.warning("  \n".join(problems))
    if not found.hits:
        if not problems:
            st.caption(TEXT["nothing"])
        return
    hits = [hit for hit in found.hits if hit.id not in _kept(project)]
    if not hits:
        st.caption(TEXT["all_kept"])
        _more(project, found, asked)
        return
    st.caption(" · ".join(_line(source) for source in found.sources if not source.problem))
    actions = st.container(horizontal=True, vertical_alignment="center")
    ticked = _wall(hits)
    with actions:
        _keep(project, [hit for hit in hits if hit.id in ticked], found.query, label)
        _more(project, found, asked)
    _credits(hits)
    note(TEXT["biased"])


def _wall(hits: Sequence[Hit]) -> list[str]:
    pictures = [
        WallPicture(
            id=hit.id,
            path=hit.thumbnail,
            caption=hit.found.title or "no title",
            badge=hit.found.licence or "no licence",
            tone="" if hit.found.licence else "warn",
        )
        for hit in hits
    ]
    return picture_wall(
        pictures, key="search_wall", size=128, label=says("gather", "pictures_that_were_found")
    )


def _keep(project: Project, ticked: list[Hit], query: str, label: str) -> None:
    name = (
        says("gather", "keep", count=len(ticked), label=as_text(label))
        if ticked and label
        else "Keep those I ticked"
    )
    pressed = st.button(name, type="primary", key="keep_found", disabled=not (ticked and label))
    if ticked and not label:
        st.caption(TEXT["waiting_class"])
    if not pressed:
        return
    try:
        arrivals = from_found([hit.found for hit in ticked], label, query)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    if not start_intake(project, arrivals):
        st.toast(says("gather", "keep_later"))
        return
    _kept(project).update(hit.id for hit in ticked)
    st.rerun()


def _more(project: Project, found: WebSearch, asked: list[Provider]) -> None:
    if found.page < LAST_PAGE and st.button(
        says("gather", "more_button"), key="more_found", icon=":material/add:"
    ):
        start_search(project, found.query, asked, more=True)
        st.rerun()


def _credits(hits: Sequence[Hit]) -> None:
    with st.expander(says("gather", "whose_pictures")):
        st.caption(TEXT["credit"])
        if any(not hit.found.licence for hit in hits):
            st.caption(TEXT["unlicensed"])
        rows = [
            (hit.found.title, hit.found.creator or "not known", hit.found.licence or "not known",
             hit.found.provider, hit.found.landing_url)
            for hit in hits
        ]  # fmt: skip
        columns = ["Picture", "Creator", "Licence", "Found by", "Page"]
        st.dataframe(
            pd.DataFrame(rows, columns=columns),
            hide_index=True,
            width="stretch",
            column_config={"Page": st.column_config.LinkColumn(display_text="look")},
        )


def _line(source: Source) -> str:
    states = {"asking": "asking", "failed": "nothing"}
    state = states.get(source.state, "offered_missing" if source.missing else "offered")
    said = {"source": source.name, "count": source.offered, "missing": source.missing}
    return says("gather", state, **said)


def _share(sources: Sequence[Source]) -> float:
    part = {"asking": 0.15, "showing": 0.6}
    return sum(part.get(source.state, 1.0) for source in sources) / max(1, len(sources))


def _kept(project: Project) -> set[str]:
    """What was kept from the wall in this session, so that it is not offered again."""
    kept: set[str] = st.session_state.setdefault(f"_kept_{project.id}", set())
    return kept
