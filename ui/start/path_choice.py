"""The guided paths on Journey: choose one, go on with it, look back at what was written."""

import streamlit as st

from core.learning.pages import page_info
from core.learning.paths.paths import (
    GuidedPath,
    Place,
    guided_paths,
    place_now,
    place_on,
    written,
)
from core.project.project import Project
from ui.frame.guided_path import stop_name, visit
from ui.navigation import page_link
from ui.parts.lesson import as_text


def path_choice(project: Project) -> None:
    """Three ways to be led: each with its length, whom it is for, and one button."""
    now = place_now(project)
    grid = st.grid(len(guided_paths()), min_column_width=220, gap="medium")
    for path in guided_paths().values():
        with grid.cell():
            _card(project, path, taken=now is not None and now.path.id == path.id)
    shown = now.path if now else _last_begun(project)
    if shown is not None:
        _stops(project, place_on(project, shown.id))


def tour_button(project: Project) -> None:
    """The shortest path, for a newcomer who would rather look around first."""
    path = next(iter(guided_paths().values()))
    if st.button(f"Take the {path.minutes}-minute {path.title.lower()}", key="take_tour"):
        visit(project, place_on(project, path.id))


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
        return f"{path.minutes} minutes"
    return f"{len(path.sessions)} × {path.minutes // len(path.sessions)} minutes"


def _label(place: Place) -> str:
    if place.finished:
        return "Once more"
    return "Go on" if place.begun else f"Start the {place.path.title.lower()}"


def _state(place: Place, *, taken: bool) -> str:
    if place.finished:
        return "Finished"
    if not place.begun and not taken:
        return f"{len(place.path.stops)} stops"
    return stop_name(place).capitalize()


def _last_begun(project: Project) -> GuidedPath | None:
    begun = [path for path in guided_paths().values() if place_on(project, path.id).begun]
    return begun[-1] if begun else None


def _stops(project: Project, place: Place) -> None:
    """Every stop of a path with what the learner guessed and found there."""
    with st.expander(f"Your {place.path.title.lower()}, stop by stop"):
        number = 0
        for position, session in enumerate(place.path.sessions, 1):
            if len(place.path.sessions) > 1:
                st.markdown(f"**Session {position}: {session.title}** · {session.minutes} min")
            for _stop in session.stops:
                _row(project, place, number)
                number += 1


def _row(project: Project, place: Place, number: int) -> None:
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
            st.caption(f"You guessed: {as_text(guess)}")
        if found:
            st.markdown(f"_{as_text(found)}_")
