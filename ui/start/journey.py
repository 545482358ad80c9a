"""The home page on screen: the invitation, where you are, and the stops of the journey."""

import streamlit as st

from core.content import ASSETS
from core.learning.journey import Journey, Stop
from core.project.contact_sheet import contact_sheet
from core.project.project import Project
from ui.navigation import open_page, page_link
from ui.parts.lesson import as_text
from ui.start.path_choice import tour_button

_PICTURE = ASSETS / "images" / "what_you_make.svg"
_ICONS = {
    "done": ":material/check_circle:",
    "next": ":material/arrow_circle_right:",
    "to come": ":material/radio_button_unchecked:",
}


def invitation(project: Project) -> None:
    """Greet a newcomer: what they will make, how long it takes, one button."""
    words, picture = st.columns([5, 6], gap="large", vertical_alignment="center")
    with words:
        st.title("Teach a computer to see what matters to you", anchor=False)
        st.markdown(
            "With your own photos you train a neural network, find out where it is wrong, correct "
            "it, and take it home as a file. It starts with what you want to happen: a model "
            "that changes nothing is no use."
        )
        with st.container(horizontal=True):
            go_button("objective", "Start with what you want", "start")
            tour_button(project)
        st.caption("About half an hour for the whole way. No account. Your photos stay here.")
    picture.image(
        _PICTURE, width="stretch", alt="Photos, a model, its prediction, and the action it leads to"
    )


def whereabouts(project: Project, journey: Journey) -> None:
    """Show a learner who has begun: their objective, their pictures, and the next stop."""
    st.title(as_text(_headline(project, journey)), anchor=False)
    st.header(f":gray[{_subline(journey)}]", anchor=False)
    _pictures(project)
    page, why = journey.next
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        go_button(page.id, f"Next: {page.title}", "next")
        st.markdown(why, width="stretch")


def contents(journey: Journey) -> None:
    """List the stops like the contents of a book: what is done, in the learner's own words."""
    for stop in journey.stops:
        _row(stop)


def key_to_your_work() -> None:
    """Say that the address is the key, and show it."""
    st.markdown("**The address of this page is the key to your work.**")
    st.caption(
        "Everything you do is saved at once, and only this address leads back to it. Bookmark it, "
        "or save the project as a file from the menu at the side. Anybody who has the address can "
        "open your work too."
    )


def go_button(page_id: str, label: str, key: str) -> None:
    """Show the page's one primary button, which leads to another page."""
    if st.button(label, type="primary", key=f"go_{key}", icon=":material/arrow_forward:"):
        open_page(page_id)


def _row(stop: Stop) -> None:
    name, words = st.columns([2, 7], gap="xxsmall", vertical_alignment="center")
    with name:
        page_link(stop.page.id, f"{_icon(stop)} {_title(stop)}")
    if stop.words:
        words.markdown(as_text(stop.words))
    else:
        words.markdown(f":gray[{stop.page.about}]")


def _icon(stop: Stop) -> str:
    icon = _ICONS[stop.state]
    return f":gray[{icon}]" if stop.state == "to come" else f":primary[{icon}]"


def _title(stop: Stop) -> str:
    return f"**{stop.page.title}**" if stop.state == "next" else stop.page.title


def _headline(project: Project, journey: Journey) -> str:
    objective = journey.stops[0].words
    return objective if 0 < len(objective) <= 140 else project.name


def _subline(journey: Journey) -> str:
    return f"{journey.done} of {len(journey.stops)} stops done. Everything is saved."


def _pictures(project: Project) -> None:
    sheet = contact_sheet(project)
    if sheet is not None:
        st.image(sheet, width="stretch", alt="Some of your pictures")
