"""Predict, then reveal: mark what is wrong, then see who found what, side by side."""

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from core.classroom.answers import Asked
from core.content import lesson_text, says
from core.curation.faults.picture_faults import FAULTS, picture_faults, start_faults
from core.curation.labels.suspicion import HintsFailed, Suggestions, suggestions_so_far
from core.curation.reveal import (
    Round,
    how_many_wrong,
    keep_round,
    new_round,
    revealed,
    round_of,
    rounds,
)
from core.project.guesses import is_near
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.starter.bear_sets import planted_faults_of
from core.words import count_of
from ui.clean.who_found_what import SIZE, reveal_answer, score_lines
from ui.parts.class_guess import SharedGuess, shared_guess
from ui.parts.lesson import as_text
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

TEXT = lesson_text("reveal")
COMPARING = (0.99, "Comparing your pictures with each other")
ASKED = "reveal_asked"
OPENED = "reveal_opened"  # how the visit began: the answer does not shut the section


def predict_then_reveal(project: Project, run: RunRecord) -> None:
    """A section of its own, open for those who have not revealed a round yet.

    `run` is the run that doubts labels. Test pictures are never shown.
    """
    fresh = not any(one.revealed for one in rounds(project))
    with st.expander(
        says("clean", "predict_then_reveal"),
        expanded=st.session_state.setdefault(OPENED, fresh),
        icon=":material/visibility:",
        key="reveal",
    ):
        st.fragment(_section)(project, run)


def _section(project: Project, run: RunRecord) -> None:
    label = _choose_class(project)
    if label is None:
        return
    one = round_of(project, label)
    if not one.revealed:
        _ask(project, run, one)
        return
    if shared := shared_guess(f"clean_reveal.{label}", _about(project, one)):
        shared.beside()
        wrong, most = how_many_wrong(one), len(one.pictures)
        truth = TEXT["class_planted" if one.planted else "class_doubted"].format(count=wrong)
        shared.note_result(is_near(len(one.marked), wrong, most), truth)
    score_lines(one, rounds(project))
    reveal_answer(project, one)
    _go_on(project, one)


def _choose_class(project: Project) -> str | None:
    names = [name for name, count in project.dataset.classes().items() if count]
    if len(names) > 8:
        return st.selectbox(says("clean", "class"), names, key="reveal_class", width=240)
    return st.segmented_control(
        says("clean", "class"),
        names,
        default=names[0],
        required=True,
        format_func=as_text,
        key="reveal_class",
        label_visibility="collapsed",
    )


def _ask(project: Project, run: RunRecord, one: Round) -> None:
    """The wall to mark on, and the button that ends the guessing."""
    if not one.pictures:
        st.markdown(says("clean", "looked_at_all"))
        return
    if picture_faults(project, _records(project, one)).unseen:
        start_faults(project)
    shared = shared_guess(f"clean_reveal.{one.label}", _about(project, one))
    if shared and (made := shared.waiting()):
        if shared.is_held:
            shared.wait_here(made)
            return
        shared.taken_over()
        st.session_state[ASKED] = one.label
    st.markdown(TEXT["why"])
    marked = _wall(project, one)
    if marked != one.marked:
        one = replace(one, marked=marked)
        keep_round(project, one)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = says("clean", "reveal" if marked else "reveal_none", count=len(marked))
        if st.button(words, type="primary", key="reveal_now"):
            if shared:
                _tell_class(shared, one)
            if shared and shared.is_held:
                st.rerun(scope="fragment")
            st.session_state[ASKED] = one.label
        st.caption(
            f"{count_of(len(one.pictures), 'picture')} of {as_text(one.label)}. {TEXT['kept']}"
        )
    if st.session_state.get(ASKED) == one.label:
        _reveal(project, run, one)


def _tell_class(shared: SharedGuess, one: Round) -> None:
    """How many the learner marked is their guess."""
    prompt = TEXT["class_prompt"].format(pictures=len(one.pictures), label=as_text(one.label))
    marked = len(one.marked)
    asked = Asked(
        prompt=prompt, kind="number", words=str(marked), high=len(one.pictures), number=marked
    )
    shared.keep(marked, asked)


def _about(project: Project, one: Round) -> str:
    """Which round of its class it is: each has a guess of its own."""
    mine = [other for other in rounds(project) if other.label == one.label and other.revealed]
    return str(len(mine) - int(one.revealed))


def _records(project: Project, one: Round) -> list[ImageRecord]:
    mine = set(one.pictures)
    return [record for record in project.dataset.images(label=one.label) if record.id in mine]


def _wall(project: Project, one: Round) -> list[str]:
    """The marks as they are now. What was marked before this visit is given once: given again
    with every click, it would overrule a click that is still on its way."""
    number = sum(other.label == one.label and other.revealed for other in rounds(project))
    key = f"reveal_wall_{one.label}_{number}"
    given = st.session_state.setdefault(f"{key}_given", list(one.marked))
    here = {record.id for record in project.dataset.images()}
    return picture_wall(
        [WallPicture(p, project.dataset.thumbnail(p), "") for p in one.pictures if p in here],
        key=key,
        selected=given,
        size=SIZE,
        label=says("clean", "mark_wrong", label=one.label),
    )


def _reveal(project: Project, run: RunRecord, one: Round) -> None:
    """The answer, as soon as it is known; until then, how far that is."""
    try:
        found = _answer(project, run)
    except HintsFailed as failure:
        st.session_state.pop(ASKED, None)
        st.error(as_text(str(failure)))
        return
    if found is None:
        st.fragment(_waiting, run_every=0.5)(project, run)
        return
    keep_round(project, revealed(one, found, planted_faults_of(project)))
    st.session_state.pop(ASKED, None)
    st.rerun()


def _answer(project: Project, run: RunRecord) -> Suggestions | None:
    """None while pictures are measured, or compared with each other."""
    if FAULTS.running(project):
        return None
    return suggestions_so_far(project, run)


def _waiting(project: Project, run: RunRecord) -> None:
    with suppress(HintsFailed):  # the page shows it
        if _answer(project, run) is None:
            look = FAULTS.progress(project)
            measuring = look is not None and look.state == "running"
            fraction, message = (look.fraction, look.message) if measuring and look else COMPARING
            st.progress(fraction, text=as_text(message))
            st.caption(TEXT["looking"])
            return
    st.rerun()


def _go_on(project: Project, one: Round) -> None:
    st.markdown(TEXT["after"])
    following = new_round(project, one.label)
    if following.pictures and st.button(
        f"Mark {count_of(len(following.pictures), 'more picture')} of {as_text(one.label)}",
        key="reveal_more",
    ):
        keep_round(project, following)
        st.rerun(scope="fragment")
