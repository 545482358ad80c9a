"""What the learner did, on Journey: the card at the end of the tour, and their deeds later on."""

from datetime import date
from functools import partial

import streamlit as st

from core.content import lesson_text, says
from core.learning.deeds import deeds
from core.learning.pages import PAGES
from core.learning.paths.paths import leave
from core.learning.tour.card import Part, TourCard, card_text, tour_card
from core.learning.tour.content import tour
from core.learning.tour.place import on_tour, tour_place
from core.project.project import Project
from core.project.workspace import FIRST_NAME
from ui.frame.tour.dock import open_stop
from ui.navigation import open_page
from ui.parts.fold import fold
from ui.parts.notebook_download import download
from ui.parts.share.share import share_button
from ui.session import open_workspace

PICTURE = 150  # pixels
PDF = "night-at-the-camp.pdf"


def card_of_tour(project: Project) -> bool:
    """Show the card of a tour that was just finished; later it is folded away. Returns whether the
    card is what the page should begin with."""
    place = on_tour(project)
    if place is not None and place.finished:
        _card(project)
        return True
    return False


def resume(project: Project) -> None:
    """The way back to the stop, first thing on the page, for somebody in the middle of the tour."""
    place, stops = on_tour(project), tour().stops
    if place is None or place.finished:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        stop = stops[place.stop]
        number = place.stop + 1
        where = says("frame", "tour_stop", hour=stop.hour, number=number, all=len(stops))
        st.markdown(f"**{tour().title}** :gray[· {where}]", width="stretch")
        if st.button(
            says("start", "go_on"), type="primary", key="tour_resume", icon=":material/hiking:"
        ):
            open_stop(project)


def card_kept(project: Project) -> None:
    """The card again, folded, once the learner has left the tour."""
    if tour_place(project).finished and on_tour(project) is None:
        fold(tour().end.title, "tour_card_kept", lambda: _card(project))


def what_you_did(project: Project) -> None:
    """One line for each thing done, as the project's records have it; nothing before the first."""
    done = deeds(project)
    if not done:
        return
    st.subheader(lesson_text("deeds")["title"], anchor=False)
    _lines(tuple(done))


_DONE = ":primary[:material/check_circle:]"


def _lines(sentences: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {_DONE} {one}" for one in sentences))


def _card(project: Project) -> None:
    card, end = tour_card(project, date.today()), tour().end
    with st.container(border=True, key="tour_card"):
        head = st.title if on_tour(project) else st.subheader
        head(card.title, anchor=False)
        st.markdown(card.says)
        for column, part in zip(st.columns(len(card.parts), gap="medium"), card.parts, strict=True):
            with column:
                _part(part)
        _lines(card.deeds)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(end.next, type="primary", key="tour_own", icon=":material/arrow_forward:"):
                _own_pictures(project)
            download(
                says("start", "keep_or_print_it"),
                partial(_pdf, card),
                "night-at-the-camp.pdf",
                key="tour_pdf",
            )
            share_button(says("start", "share_it"), card.title, card_text(card), key="tour_share")
        st.caption(card.took)


def _part(part: Part) -> None:
    st.markdown(f"**{part.title}**")
    if part.picture is not None:
        st.image(str(part.picture), width=PICTURE, alt=part.title)
    st.markdown(part.says)


def _pdf(card: TourCard) -> bytes:
    """The printed card; fpdf2 takes 0.3 s to import, which no page waits for."""
    from core.learning.tour.card_pdf import tour_card_pdf

    return tour_card_pdf(card)


def _own_pictures(project: Project) -> None:
    """The one next step: a project of their own, by camera where the app has that page."""
    leave(project)
    open_workspace().new_project(FIRST_NAME)
    open_page("live" if any(page.id == "live" for page in PAGES) else "gather")
