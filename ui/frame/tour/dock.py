"""The tour on screen: a dock below the page with the story, one question and its answers, and a
pointer to the one control that the stop is about."""

import streamlit as st

from core.classroom.answers import Asked, Kept
from core.content import says
from core.learning.pages import HOME, page_info
from core.learning.paths.paths import leave
from core.learning.tour.content import TourStop, tour
from core.learning.tour.place import (
    next_stop,
    note_look,
    on_tour,
    stop_before,
    tapped,
    tour_place,
)
from core.learning.tour.rules import StopNow, come_to, has_answer, seen, tap
from core.project.project import Project
from ui import navigation
from ui.evaluate.selection import picked
from ui.parts.choice import open_view
from ui.parts.class_guess import TEXT as CLASS_TEXT
from ui.parts.class_guess import SharedGuess, shared_guess
from ui.parts.component import component_file
from ui.parts.lesson import as_text, metric
from ui.parts.starter_set import three_bears

LOOK_EVERY = 1.5  # seconds, while a step is open: trainings end and walls are filled by themselves
TOLD_APART = "bears"
KEPT = says("frame", "leave_tour")
NOWHERE = {"at": (), "name": "", "turn": "", "said": "", "show": "", "result": ()}
BACK, LEAVE = ":material/arrow_back:", ":material/close:"
_MOVED, _STATE, _FIRST_ASKED = "_tour_moved", "_tour_state", "_tour_first_asked"
_POINTER = st.components.v2.component(
    "tour_pointer",
    html=component_file(__file__, "pointer.html"),
    css=component_file(__file__, "pointer.css"),
    js=component_file(__file__, "pointer.js"),
)


def tour_dock(project: Project, page_id: str) -> None:
    """Show the stop of a learner who is on the tour, on any page but Journey; else nothing."""
    place = on_tour(project)
    stop = place.here() if place else None
    if stop is None or page_id == HOME:
        return
    with st.bottom, st.container(border=True, key="tour_dock", gap="xsmall"):
        if stop.page != page_id:
            _elsewhere(project, stop)
            return
        come_to(project, stop)
        waits = seen(project, stop).step is not None
        st.fragment(_stop, run_every=LOOK_EVERY if waits else None)(project, stop)


def open_stop(project: Project) -> None:
    """Go to the page of the stop where the learner is; at the end to the card, on Journey."""
    stop = tour_place(project).here()
    open_view(stop.view if stop else {})
    navigation.open_page(stop.page if stop else HOME)


def _stop(project: Project, stop: TourStop) -> None:
    _note_looks(project, stop)
    shared = shared_guess(f"tour.{stop.id}") if has_answer(stop) else None
    waiting = _waiting(project, stop, shared)
    now = seen(project, stop)
    _draw_page_again(now)
    _head(project, stop)
    if shared and waiting:
        shared.wait_here(waiting)
    elif now.choice is None:
        _question(project, now, shared)
    else:
        _answered(project, now)
        _with_the_class(now, shared)
    _point(now)


def _waiting(project: Project, stop: TourStop, shared: SharedGuess | None) -> Kept | None:
    """The tap that waits for the teacher's word; with it the tour takes the tap over."""
    made = shared.waiting() if shared and tapped(project, stop) is None else None
    if shared is None or made is None or shared.is_held:
        return made
    tap(project, stop, str(made.choice))
    shared.taken_over()
    return None


def _with_the_class(now: StopNow, shared: SharedGuess | None) -> None:
    if shared and now.right is not None:
        shared.note_result(now.right)
    if shared and shared.is_shown:
        with st.popover(CLASS_TEXT["class_guesses"], key=f"tour_class_{now.stop.id}"):
            shared.beside()


def _draw_page_again(now: StopNow) -> None:
    """The page changes with the tour: it shows its answers once the question has one."""
    state = (now.stop.id, now.choice, now.step and now.step.name, now.done)
    before, st.session_state[_STATE] = st.session_state.get(_STATE), state
    if st.session_state.pop(_MOVED, False) or (
        before and before[0] == state[0] and before != state
    ):
        st.rerun()


def _note_looks(project: Project, stop: TourStop) -> None:
    """Steps that only look: which pictures are picked, which one is asked about."""
    if stop.id == "mistakes" and picked() is not None:
        note_look(project, stop)
    if stop.id == "gate":
        chosen = st.session_state.get("predict_strip_chosen")
        first = st.session_state.get(_FIRST_ASKED)
        if first is None:
            st.session_state[_FIRST_ASKED] = chosen
        elif chosen != first and tapped(project, stop):
            note_look(project, stop)


def _head(project: Project, stop: TourStop) -> None:
    number = tour().stops.index(stop) + 1
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        where = says("frame", "tour_stop", hour=stop.hour, number=number, all=len(tour().stops))
        st.markdown(f"**{tour().title}** :gray[· {where}]", width="stretch")
        if number > 1 and st.button(
            BACK, key="tour_back", help=says("frame", "the_stop_before"), type="tertiary"
        ):
            stop_before(project)
            open_stop(project)
        if st.button(LEAVE, key="tour_leave", help=KEPT, type="tertiary"):
            leave(project)
            st.rerun()


def _question(project: Project, now: StopNow, shared: SharedGuess | None) -> None:
    with _beside_picture(now):
        st.markdown(f"{now.story} **{now.ask}**")
        with st.container(horizontal=True, gap="small", key="tour_choices"):
            for place, (choice, words) in enumerate(now.choices.items()):
                st.button(
                    as_text(words),
                    key=f"tour_choice_{place}",
                    on_click=_tap,
                    args=(project, now, choice, shared),
                )


def _answered(project: Project, now: StopNow) -> None:
    told_apart = now.stop.id == TOLD_APART and not now.done
    shares = [1, 1] if told_apart else [3, 2] if now.done else [6, 1]
    words, beside = st.columns(shares, vertical_alignment="center", gap="medium")
    if told_apart:
        with beside:
            three_bears(96)  # three of them beside each other on a phone
    with words:
        st.markdown(now.said or now.soon)
        if now.step is not None:
            st.markdown(says("frame", "now", do=now.step.do))
    if now.done and now.figure is not None:
        with beside, st.container(horizontal=True, vertical_alignment="center"):
            metric(now.stop.figure, now.figure.value, now.figure.beside or None)
            _onward(project, now.stop)


def _point(now: StopNow) -> None:
    """Ring the control of the step on the page, and offer the way to it; with no step the ring
    goes. It stands in every run, so that it moves nothing."""
    step = now.step
    if step is None:
        figure = f"{now.stop.figure}: {now.figure.value}" if now.figure else ""
        data = NOWHERE | {
            "said": _spoken(now.said, figure),
            "result": now.stop.result if now.done else (),
        }
        _POINTER(key="tour_pointer", data=data, height="content")
        return
    said = _spoken(now.soon, step.do, step.name)
    show = says("frame", "show_me", name=step.name)
    data = {"at": step.at, "name": step.name, "said": said, "show": show}
    turn = {"turn": f"{now.stop.id} {step.name}", "stay": step.stay}
    _POINTER(key="tour_pointer", data=data | turn, height="content")


def _spoken(*texts: str) -> str:
    """What a screen reader says: the same words without the marks of Markdown."""
    return " ".join(filter(None, texts)).replace("*", "").replace("\\", "")


def _onward(project: Project, stop: TourStop) -> None:
    last = stop == tour().stops[-1]
    if st.button("See what you did" if last else "Next", type="primary", key="tour_next"):
        next_stop(project, stop)
        st.session_state.pop(_FIRST_ASKED, None)
        open_stop(project)


def _beside_picture(now: StopNow):  # type: ignore[no-untyped-def]
    if now.picture is None:
        return st.container()
    picture, words = st.columns([1, 6], vertical_alignment="center", gap="medium")
    picture.image(str(now.picture), width=120, alt=says("frame", "picture_question"))
    return words


def _elsewhere(project: Project, stop: TourStop) -> None:
    _head(project, stop)
    if st.button(says("frame", "to_stop", title=page_info(stop.page).title), key="tour_return"):
        open_stop(project)


def _tap(project: Project, now: StopNow, choice: str, shared: SharedGuess | None) -> None:
    """Keep the tap; in a class that holds this question, with the class alone."""
    if shared:
        options = tuple(now.choices.values())
        shared.keep(choice, Asked(prompt=now.ask, options=options, words=now.choices[choice]))
    if shared is None or not shared.is_held:
        tap(project, now.stop, choice)
    st.session_state[_MOVED] = True
