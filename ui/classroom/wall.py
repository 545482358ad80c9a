"""The wall of a class as learners and the teacher see it."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from core.classroom.classes import class_of_id
from core.classroom.shared_wall import (
    MODEL,
    Hanging,
    MixUp,
    WallRefused,
    show_model,
    show_plan,
    show_report,
    take_down,
    wall_of,
)
from core.content import lesson_text
from core.words import listed, percent
from ui.classroom.leaderboard import board_for_class
from ui.parts.class_seat import Seat
from ui.parts.fold import fold
from ui.parts.lesson import as_text, hint, note
from ui.session import project

TEXT = lesson_text("wall")
LIVE_S = 5.0
COLUMNS = 3
Read = Callable[[str, str], None]


def my_wall(here: Seat, read: Read) -> None:
    """The wall for a learner, and what they can show here; `read(html, key)` draws a report."""
    st.subheader(TEXT["title"], anchor=False)
    note(TEXT["about"])
    with st.container(horizontal=True):
        plan = st.button(TEXT["show_plan"], key="wall_plan", icon=":material/push_pin:")
        model = st.button(TEXT["show_model"], key="wall_model", icon=":material/push_pin:")
        report = st.button(TEXT["show_report"], key="wall_report", icon=":material/push_pin:")
    try:
        if plan:
            show_plan(here.learner, project())
        if model:
            show_model(here.learner)
        if report:
            show_report(here.learner, project(), date.today())
    except WallRefused as reason:
        st.warning(TEXT[str(reason)])
    class_wall(here.of.id, here.learner.id, read)


@st.fragment(run_every=LIVE_S)
def class_wall(class_id: str, mine: str, read: Read) -> None:
    """Everything that hangs there. A learner (their id is `mine`) takes down their own, the teacher
    ("") everything. Learners see the board of models that the teacher shows, too."""
    if mine:
        board_for_class(class_of_id(class_id))
    hanging = wall_of(class_id)
    if not hanging:
        hint(TEXT["empty"])
    _models(class_id, mine, [one for one in hanging if one.kind == MODEL])
    small = [one for one in hanging if not one.html and one.kind != MODEL]
    for start in range(0, len(small), COLUMNS):
        row = small[start : start + COLUMNS]
        for place, one in zip(st.columns(COLUMNS, gap="medium"), row, strict=False):
            with place, st.container(border=True):
                _thing(one)
                _down(class_id, mine, one)
    for one in hanging:
        if one.html:
            fold(_by(one), f"read_{_key(one)}", partial(read, one.html, _key(one)))
            _down(class_id, mine, one)


def _models(class_id: str, mine: str, models: list[Hanging]) -> None:
    """One line for the models that may be compared: there is nothing of them to look at yet."""
    if not models:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(TEXT["models"].format(names=as_text(listed([one.nickname for one in models]))))
        for one in models:
            off = TEXT["take_mine_off" if mine else "take_off"].format(nickname=one.nickname)
            _down(class_id, mine, one, off)


def _down(class_id: str, mine: str, one: Hanging, words: str = TEXT["down"]) -> None:
    if mine in ("", one.learner):
        st.button(
            words,
            key=f"down_{_key(one)}",
            type="tertiary",
            on_click=partial(take_down, class_id, one.learner, one.what),
        )


def _thing(one: Hanging) -> None:
    if one.mix_up is not None:
        said = _mix_up_words(one.mix_up)
        st.image(one.jpeg, width="stretch", alt=said.replace("*", ""))
        st.markdown(said)
    for line in one.lines[:1]:
        st.markdown(as_text(line))
    if one.lines[1:]:
        st.markdown("\n".join(f"- {as_text(line)}" for line in one.lines[1:]))
    st.caption(_by(one))


def _by(one: Hanging) -> str:
    return TEXT["by"].format(kind=TEXT[f"kind_{one.kind}"], nickname=one.nickname)


def _mix_up_words(made: MixUp) -> str:
    words = TEXT["right" if made.label == made.called else "mix_up"]
    return words.format(
        label=as_text(made.label), called=as_text(made.called), sure=percent(made.confidence)
    )


def _key(one: Hanging) -> str:
    return f"{one.learner}_{one.what.replace(':', '_')[:24]}"
