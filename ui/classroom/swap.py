"""Swap models: a learner tests a classmate's model, and sees who tested theirs."""

from functools import partial

import pandas as pd
import streamlit as st

from core.classroom.learners import Learner, learner_of_id
from core.classroom.swap import Swap, SwapRefused, lend, lenders, lends, ready, swap, swaps_of
from core.content import lesson_text
from core.evaluation.confusion import Confusion
from core.jobs.background import Background, Job, stop_here
from core.project.guesses import Question, is_near
from core.project.project import Project
from core.statistics import Score
from core.words import count_of, percent
from ui.parts.background_work import watched
from ui.parts.class_seat import Seat
from ui.parts.guess import guess_first, guess_number, note_result
from ui.parts.lesson import as_text, hint, note
from ui.session import project

TEXT = lesson_text("swap")
LIVE_S = 5.0
RIGHT_THERE = Question[int]("guess_swap_", int, "right")  # about a classmate's run and my pictures
TESTING = Background[Swap]("test a classmate's model", at_once=2, kept=8, sentences=(SwapRefused,))


def swap_models(here: Seat) -> None:
    """Agree to be tested, test somebody, and read both tables of every test."""
    st.markdown(TEXT["about"])
    st.toggle(
        TEXT["lend"],
        value=lends(here.learner),
        key="lend_model",
        on_change=lambda: lend(here.learner, bool(st.session_state["lend_model"])),
    )
    note(TEXT["lend_note"])
    open_ones = lenders(here.learner)
    _test(here.learner, project(), open_ones)
    _tests(here.learner, open_ones)


def _test(mine: Learner, own: Project, open_ones: dict[str, str]) -> None:
    if not open_ones:
        hint(TEXT["nobody"])
        return
    chosen = st.selectbox(
        TEXT["whose"],
        list(open_ones),
        index=None,
        format_func=open_ones.__getitem__,
        placeholder=TEXT["choose"],
        key="swap_with",
        width=320,
    )
    if watched(TESTING, own, key="stop_swap"):
        return
    ended = TESTING.progress(own)
    if ended is not None and ended.state == "failed":
        st.warning(TEXT.get(ended.message, ended.message))
    if chosen in open_ones and (owner := learner_of_id(mine.class_id, str(chosen))):
        _guess_then_test(mine, owner, own)


def _guess_then_test(mine: Learner, owner: Learner, own: Project) -> None:
    try:
        test = ready(mine, owner)
    except SwapRefused as reason:
        st.warning(TEXT[str(reason)])
        return
    count, about = len(test.shown), f"{owner.id}-{test.run.id}-{len(test.shown)}"
    pictures = count_of(count, "picture")

    def ask() -> int:
        prompt = TEXT["ask"].format(home=_right(test.home), pictures=pictures)
        return guess_number(prompt, TEXT["how_many"], count, key="guess_swap")

    guess = guess_first(own, RIGHT_THERE, ask, about, key="swap", topic="swap")
    if not guess.revealed:
        return
    made = next((one for one in swaps_of(mine) if one.owner.id == owner.id), None)
    if made is not None and (made.run, made.there.total) == (test.run.id, count):
        _guessed(guess.choice, made.there)
    elif st.button(TEXT["test"], key="swap_now", type="primary"):
        TESTING.start(own, partial(_work, mine, owner))
        st.rerun()


def _guessed(guess: int | None, there: Confusion) -> None:
    if guess is not None:
        words = {"guess": guess, "right": there.correct, "all": there.total}
        st.markdown(TEXT["guessed"].format(**words))
        note_result(is_near(guess, there.correct, there.total), str(there.correct))


def _work(mine: Learner, owner: Learner, job: Job[Swap]) -> Swap:
    def step(done: int, total: int) -> None:
        stop_here(job.stop)
        job.report(done / total, TEXT["testing"].format(done=done, all=total))

    return swap(mine, owner, step)


@st.fragment(run_every=LIVE_S)
def _tests(mine: Learner, open_ones: dict[str, str]) -> None:
    """Both tables of every test, as they come; somebody who opens a model is offered above."""
    if lenders(mine) != open_ones:
        st.rerun()
    found = swaps_of(mine)
    if not found:
        st.caption(TEXT["none"])
    for one in found:
        with st.container(border=True):
            words = TEXT["theirs" if one.owner.id == mine.id else "yours"]
            st.markdown(words.format(owner=one.owner.nickname, tester=one.tester.nickname))
            for place, name, matrix in zip(
                st.columns(2, gap="medium"), ("home", "there"), (one.home, one.there), strict=True
            ):
                with place:
                    st.markdown(TEXT[name].format(right=_right(matrix)))
                    st.table(_table(matrix))
            st.markdown(TEXT[_how(_share(one.there) - _share(one.home))])


def _how(more: float) -> str:
    if more == 0:
        return "same"
    return "better" if more > 0 else "worse"


def _right(matrix: Confusion) -> str:
    score = Score(matrix.correct, matrix.total)
    return f"{score.fraction} ({percent(_share(matrix))})"


def _share(matrix: Confusion) -> float:
    return matrix.correct / max(matrix.total, 1)


def _table(matrix: Confusion) -> pd.DataFrame:
    """The classes that were shown, one row each; columns as the model knows them."""
    rows = [place for place, row in enumerate(matrix.counts) if row.sum()]
    return pd.DataFrame(
        matrix.counts[rows],
        index=[TEXT["actual"].format(name=as_text(matrix.vocab[row])) for row in rows],
        columns=[TEXT["called"].format(name=as_text(name)) for name in matrix.vocab],
    )
