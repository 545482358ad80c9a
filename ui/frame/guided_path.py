"""A guided path on screen: what a stop asks and the way on, in the bar of each page that stays in
sight; below it, once, where the learner is and their own words."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.classroom.answers import Asked, Kept
from core.content import says
from core.learning.pages import HOME, page_info
from core.learning.paths.paths import Phase, Place, go_to, leave, place_now, write_down, written
from core.project.project import Project
from ui import navigation
from ui.parts.choice import open_view
from ui.parts.class_guess import TEXT as CLASS_TEXT
from ui.parts.class_guess import SharedGuess, shared_guess
from ui.parts.lesson import as_text

NAMES: dict[Phase, str] = {"predict": "Predict", "try": "Try", "explain": "Explain"}
ASKS: dict[Phase, str] = {"predict": "Your guess, in a few words", "explain": "In your own words"}


def path_strip(bar: DeltaGenerator, project: Project, page_id: str) -> None:
    """Show where the learner is on their path, on any page; nothing while they are on none, and
    once it is finished: what they wrote stands on Journey. `bar` stays in sight."""
    place = place_now(project)
    if place is None or place.finished or page_id == HOME:
        return
    if place.stop.page == page_id:
        _here(bar, project, place)
    else:
        _elsewhere(bar, project, place, page_id)


def visit(project: Project, place: Place) -> None:
    """Keep this place and open its page, in the part of it that the stop is about.

    The part is set in the session and not in the address: on the same page the address belongs to
    the widget that chooses the part. Call this before the page itself runs.
    """
    go_to(project, place)
    key, view = (HOME, {}) if place.finished else (place.stop.page, place.stop.view)
    open_view(view)
    navigation.open_page(key)


def stop_button(project: Project, place: Place, key: str, *, primary: bool = True) -> None:
    """Show the way to a stop from elsewhere; `place` is not past the last one."""
    label = says("frame", "to_stop", title=page_info(place.stop.page).title)
    if st.button(label, key=key, type="primary" if primary else "secondary"):
        visit(project, place)


def stop_name(place: Place) -> str:
    """For example: stop 3 of 8; in a course the session stands before it."""
    return _stop_said(place, "stop", "stop_in_session")


def _stop_said(place: Place, alone: str, in_session: str) -> str:
    """A sentence with the place on the path: `in_session` is for a path of several sessions."""
    sessions = place.path.sessions
    if len(sessions) == 1:
        return says("frame", alone, number=place.number + 1, all=len(place.path.stops))
    session = place.path.session_of(place.number)
    number = place.number + 1 - sum(len(one.stops) for one in sessions[:session])
    stops = len(sessions[session].stops)
    return says("frame", in_session, session=session + 1, number=number, all=stops)


def _here(bar: DeltaGenerator, project: Project, place: Place) -> None:
    """What to do with the ways back and on, in the bar; below it the place and their words."""
    shared = shared_guess(f"path.{place.path.id}.{place.number}")
    said = f"**{NAMES[place.phase]}.** {place.stop.prompt(place.phase)}"
    with _guide(bar, project, said):
        _back(project, place)
        _onward(project, place, shared)
    with st.container(gap="xsmall", key="path_words"):
        _whereabouts(project, place, shared)
        _words(project, place, shared)


def _whereabouts(project: Project, place: Place, shared: SharedGuess | None) -> None:
    """One line: path, stop and minutes, the guess that was made here, those of the class."""
    minutes = says("frame", "minutes", stop=stop_name(place), minutes=place.stop.minutes)
    said = f"{place.path.title} · {minutes}"
    guess = written(project, place.path, place.number, "predict")
    if guess and place.phase != "predict":
        said = f"{said} · {says('frame', 'you_guessed', guess=as_text(guess))}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(said, width="content")
        if shared and shared.is_shown:
            with st.popover(CLASS_TEXT["class_guesses"], key="path_class"):
                shared.beside()


def _words(project: Project, place: Place, shared: SharedGuess | None) -> None:
    """What the learner writes here; the words alone once they are locked in."""
    locked = _locked(shared) if place.phase == "predict" else None
    if locked:
        said = "locked" if shared and shared.is_shown else "locked_short"
        st.markdown(CLASS_TEXT[said].format(guess=as_text(locked.asked.words)))
    elif place.phase in ASKS:
        _field(project, place, shared)


def _locked(shared: SharedGuess | None) -> Kept | None:
    """The words that may not be changed any more; None while they may."""
    made = shared.made() if shared else None
    return made if shared and made and (made.held or shared.is_shown) else None


def _guide(
    bar: DeltaGenerator, project: Project, said: str, key: str = "path_prompt"
) -> DeltaGenerator:
    """What a guide says, in the bar; returns where the ways on belong, before the one that ends."""
    with bar:
        with st.container(key=key):
            st.markdown(said)
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            gap="xsmall",
            width="content",
            key="path_ways",
        ):
            ways = st.container(
                horizontal=True, vertical_alignment="center", gap="xsmall", width="content"
            )
            st.button(
                ":material/close:",
                key="path_leave",
                type="tertiary",
                help=says("frame", "leave_path"),
                on_click=leave,
                args=(project,),
            )
    return ways


def _field(project: Project, place: Place, shared: SharedGuess | None) -> None:
    """The learner's own words; a guess goes to their class, too: at once, or where guesses are held
    when it is locked in."""
    key = f"path_words_{project.id}_{place.path.id}_{place.number}_{place.phase}"
    guesses = shared if place.phase == "predict" else None

    def save() -> None:
        write_down(project, place, str(st.session_state[key]))
        if guesses and not guesses.is_held:
            _tell_class(project, place, guesses)

    st.text_input(
        ASKS[place.phase],
        value=written(project, place.path, place.number, place.phase),
        placeholder=ASKS[place.phase],
        key=key,
        max_chars=400,
        label_visibility="collapsed",
        on_change=save,
    )
    if guesses and guesses.is_held and st.button(CLASS_TEXT["lock"], key="path_lock"):
        _tell_class(project, place, guesses)
        st.rerun()


def _tell_class(project: Project, place: Place, shared: SharedGuess) -> None:
    words = written(project, place.path, place.number, "predict").strip()
    if words:
        asked = Asked(prompt=place.stop.predict, kind="words", words=words)
        shared.keep(words, asked, instead=True)


def _back(project: Project, place: Place) -> None:
    if not place.begun:
        return
    before = place.before()
    back = "back_here" if before.number == place.number else "back"
    words = says("frame", back, name=NAMES[before.phase])
    if st.button(":material/arrow_back:", key="path_back", type="tertiary", help=words):
        _move(project, place, before)


def _onward(project: Project, place: Place, shared: SharedGuess | None) -> None:
    """The way on; a guess that was typed is locked in by it."""
    after = place.after()
    if st.button(_onward_label(place, after), key="path_on"):
        if shared and place.phase == "predict" and shared.is_held and not _locked(shared):
            _tell_class(project, place, shared)
        _move(project, place, after)


def _onward_label(place: Place, after: Place) -> str:
    if after.number == place.number:
        return says("parts", "then", part=NAMES[after.phase])
    if after.finished:
        return says("frame", "finish", path=place.path.title)
    session = place.path.session_of(place.number)
    if place.path.session_of(after.number) != session:
        return says("frame", "finish_session", session=session + 1)
    return says("frame", "next_stop", title=page_info(after.stop.page).title)


def _move(project: Project, place: Place, to: Place) -> None:
    """Turn to another prompt of this page, or go to another page."""
    if to.number != place.number:
        visit(project, to)
    go_to(project, to)
    st.rerun()


def _elsewhere(bar: DeltaGenerator, project: Project, place: Place, page_id: str) -> None:
    """On another page: the way back to the stop, or on from here when the path passes here."""
    here = place.stop_on(page_id)
    where = _stop_said(place, "at_stop", "at_stop_in_session")
    with _guide(bar, project, f":gray[{place.path.title} · {where}]", "path_away"):
        stop_button(project, place, "path_return", primary=False)
        if here is not None:
            st.button(
                says("frame", "go_from_page"),
                key="path_from_here",
                type="tertiary",
                on_click=go_to,
                args=(project, Place(place.path, here)),
            )
