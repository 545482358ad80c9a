"""The home page on screen: where you are, the stops, the guided paths, and the tour taken."""

import streamlit as st

from core.content import lesson_text, says
from core.drivetrain.plan.plan import load_plan
from core.learning.journey import Journey, Stop
from core.learning.pages import PAGES, page_info
from core.learning.paths.paths import (
    GuidedPath,
    Place,
    paths_of,
    place_now,
    place_on,
    written,
)
from core.learning.tour.content import tour
from core.learning.tour.place import go_on_tour, tour_place
from core.project.contact_sheet import contact_sheet
from core.project.project import Project
from core.project.workspace import FIRST_NAME
from ui import session
from ui.frame.guided_path import stop_button, stop_name, visit
from ui.frame.tour.dock import open_stop
from ui.navigation import open_page, page_link
from ui.parts.lesson import as_text
from ui.start.watch_it_learn.watch_it_learn import stage, watch_button

TEXT = lesson_text("journey")
_ICONS = {
    "done": ":material/check_circle:",
    "next": ":material/arrow_circle_right:",
    "to come": ":material/radio_button_unchecked:",
}


def invitation(project: Project) -> None:
    """Greet a newcomer: what they will make, how long it takes, one button."""
    words, picture = st.columns([4, 5], gap="large", vertical_alignment="center")
    with words:
        st.title(says("start", "teach_computer_see"), anchor=False)
        st.markdown(TEXT["invitation"])
        watch_button()
        doors(project)
        st.caption(TEXT["promise"])
    with picture, st.container(key="stage_place"):  # its height is kept free until it comes
        stage()


def doors(project: Project) -> None:
    """Three ways in: the camera where this app has that page, pictures of one's own, the tour."""
    with st.container(horizontal=True, gap="small", key="doors"):
        if any(page.id == "live" for page in PAGES):
            _door("live", says("start", "teach_camera"), ":material/photo_camera:")
        _door("gather", says("start", "bring_your_pictures"), ":material/add_photo_alternate:")
        tour_button(project)


def _door(page_id: str, label: str, icon: str) -> None:
    if st.button(label, icon=icon, key=f"door_{page_id}"):
        open_page(page_id)


def whereabouts(project: Project, journey: Journey) -> None:
    """Show a learner who has begun: objective, pictures, the one way on (on a path: its stop)."""
    st.title(as_text(_headline(project, journey)), anchor=False)
    done = says("start", "stops_done", done=journey.done, all=len(journey.stops))
    st.header(f":gray[{done}]", anchor=False)
    _pictures(project)
    page, why = journey.next
    place = place_now(project)
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        if place is None or place.finished:
            go_button(page.id, says("parts", "next", title=page.title), "next")
        else:
            stop_button(project, place, "go_stop")
            why = f"{place.path.title} · {stop_name(place)}"
        st.markdown(why, width="stretch")


def contents(journey: Journey) -> None:
    """List the stops like the contents of a book: what is done, in the learner's own words."""
    for stop in journey.stops:
        _row(stop)


def key_to_your_work() -> None:
    """Say that the address is the key, and show it."""
    st.markdown(says("start", "address_page_key"))
    st.caption(TEXT["key"])


def go_button(page_id: str, label: str, key: str) -> None:
    """Show the page's one primary button, which leads to another page."""
    if st.button(label, type="primary", key=f"go_{key}", icon=":material/arrow_forward:"):
        open_page(page_id)


def _row(stop: Stop) -> None:
    name, words = st.columns([2, 7], gap="xxsmall", vertical_alignment="center")
    title = f"**{stop.page.title}**" if stop.state == "next" else stop.page.title
    with name:
        page_link(stop.page.id, f"{_icon(stop)} {title}")
    if stop.words:
        words.markdown(as_text(stop.words))
    else:
        words.markdown(f":gray[{stop.page.about}]")


def _icon(stop: Stop) -> str:
    icon = _ICONS[stop.state]
    return f":gray[{icon}]" if stop.state == "to come" else f":primary[{icon}]"


def _headline(project: Project, journey: Journey) -> str:
    objective = journey.stops[0].words
    return objective if 0 < len(objective) <= 140 else project.name


def _pictures(project: Project) -> None:
    sheet = contact_sheet(project)
    if sheet is not None:
        st.image(sheet, width="stretch", alt=says("start", "some_of_your_pictures"))


def path_choice(project: Project) -> None:
    """The ways to be led: each with its length, whom it is for, and one button."""
    now = place_now(project)
    paths = paths_of(project).values()
    with st.container(key="cards_paths"):
        grid = st.grid(1 + len(paths), min_column_width=220, gap="medium")
    with grid.cell():
        _tour_card(project)
    for path in paths:
        with grid.cell():
            _card(project, path, taken=now is not None and now.path.id == path.id)
    shown = now.path if now else _last_begun(project)
    if shown is not None:
        _stops(project, place_on(project, shown.id))


def tour_button(project: Project) -> None:
    """The tour, for a newcomer who would rather look around first."""
    if st.button(says("start", "take_the_tour"), icon=":material/hiking:", key="take_tour"):
        begin_tour(project)


def _tour_card(project: Project) -> None:
    place, words = tour_place(project), tour()
    with st.container(border=True, height="stretch"):
        length = says("start", "tour_minutes", minutes=words.minutes)
        st.markdown(f"**{words.title}** :gray[· {length}]")
        st.markdown(words.line)
        with st.container(horizontal=True, vertical_alignment="center"):
            label = "Once more" if place.finished else "Go on" if place.begun else "Start the tour"
            if st.button(label, key="path_tour"):
                begin_tour(project)
            stops = len(words.stops)
            where = says("start", "stop", number=place.stop + 1, all=stops)
            ahead = says("start", "stops", count=stops)
            st.caption("Finished" if place.finished else where if place.begun else ahead)


def _card(project: Project, path: GuidedPath, *, taken: bool) -> None:
    place = place_on(project, path.id)
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{path.title}** :gray[· {_length(path)}]")
        st.markdown(path.line)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_label(place), key=f"path_{path.id}"):
                visit(project, Place(path) if place.finished else place)
            st.caption(_state(place, taken=taken))


def _length(path: GuidedPath) -> str:
    if len(path.sessions) == 1:
        return says("start", "minutes", minutes=path.minutes)
    sessions = len(path.sessions)
    return says("start", "minutes_each", sessions=sessions, minutes=path.minutes // sessions)


def _label(place: Place) -> str:
    if place.finished:
        return "Once more"
    return "Go on" if place.begun else says("start", "path", path=place.path.title)


def _state(place: Place, *, taken: bool) -> str:
    if place.finished:
        return "Finished"
    if not place.begun and not taken:
        return says("start", "stops", count=len(place.path.stops))
    return stop_name(place).capitalize()


def _last_begun(project: Project) -> GuidedPath | None:
    begun = [path for path in paths_of(project).values() if place_on(project, path.id).begun]
    return begun[-1] if begun else None


def _stops(project: Project, place: Place) -> None:
    """Every stop of a path with what the learner guessed and found there."""
    with st.expander(says("start", "stop_by_stop", path=place.path.title)):
        number = 0
        for position, session in enumerate(place.path.sessions, 1):
            if len(place.path.sessions) > 1:
                about = {"title": session.title, "minutes": session.minutes}
                st.markdown(says("start", "session", number=position, **about))
            for _stop in session.stops:
                _stop_row(project, place, number)
                number += 1


def _stop_row(project: Project, place: Place, number: int) -> None:
    stop = place.path.stops[number]
    name, words = st.columns([2, 5], gap="small")
    mark = ":material/check:" if number < place.number else f"{number + 1}"
    with name:
        page_link(stop.page, f"{mark} {page_info(stop.page).title}")
    guess = written(project, place.path, number, "predict")
    found = written(project, place.path, number, "explain")
    with words:
        st.markdown(stop.explain if number < place.number else f":gray[{stop.predict}]")
        if guess:
            st.caption(says("frame", "you_guessed", guess=as_text(guess)))
        if found:
            st.markdown(f"_{as_text(found)}_")


def begin_tour(project: Project) -> None:
    """Start the tour or go on with it. Its story needs Bear World, so a learner with a plan or
    pictures of their own gets a project for it, and keeps theirs; and once it is finished the next
    tour begins with an empty one."""
    if _fits(project):
        here = project
        if here.name == FIRST_NAME:
            here.rename(tour().title)
    else:
        here = session.open_workspace().new_project(tour().title)
    go_on_tour(here)
    open_stop(here)


def _fits(project: Project) -> bool:
    place = tour_place(project)
    if place.begun:
        return not place.finished
    return load_plan(project).is_empty and not project.dataset.images()
