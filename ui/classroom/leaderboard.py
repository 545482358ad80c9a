"""The board of models, by cost in one common plan: for the teacher, and who are shown it."""

from collections.abc import Collection, Mapping

import pandas as pd
import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.leaderboard import (
    Leaderboard,
    leaderboard,
    on_board,
    show_board,
    shown_board,
)
from core.classroom.learners import learners_of
from core.classroom.shared_wall import take_board_down
from core.classroom.starting import begins_with
from core.content import lesson_text
from core.jobs.background import Background, Job, stop_here
from core.project.project import Project
from core.words import count_of, listed, percent
from ui.parts.background_work import watched
from ui.parts.lesson import as_text, hint, note
from ui.session import project

TEXT = lesson_text("wall")
COMPARING = Background[Leaderboard | None]("compare the models of a class", at_once=1, kept=4)


def models_compared(of: SchoolClass) -> None:
    """Two buttons that compare, all who chose it or any two; progress, the board, and whether the
    class sees it."""
    here = project()
    if watched(COMPARING, here, key="stop_comparing", about=of.id):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(TEXT["compare"], key="compare_models", icon=":material/leaderboard:"):
            _compare(here, of, ())
            st.rerun()
        names = {one.id: one.nickname for one in learners_of(of.id) if one.runs}
        if len(names) > 1:
            _compare_two(here, of, names)
    made = COMPARING.progress(here, of.id)
    if made is not None and made.state == "finished":
        _board(of, made.result)
        if made.result is not None:
            _to_class(of, made.result)


def _compare_two(here: Project, of: SchoolClass, names: Mapping[str, str]) -> None:
    """Ask for two of these learners (id → nickname), and a button that compares them."""
    chosen: list[str] = st.multiselect(
        TEXT["two"],
        list(names),
        format_func=lambda one: names.get(one, ""),
        max_selections=2,
        key="compared_two",
        width=360,
    )
    if st.button(TEXT["compare_two"], key="compare_two", disabled=len(chosen) != 2):
        _compare(here, of, chosen)
        st.rerun()


def _to_class(of: SchoolClass, found: Leaderboard) -> None:
    """Show it to everybody, or no more; only with models of those who chose it."""
    chose = {one.nickname for one in on_board(of)}
    missing = [one.nickname for one in found.standings if one.nickname not in chose]
    if missing:
        note(TEXT["not_to_class"].format(names=listed(missing)))
    elif shown_board(of.id) == found:
        st.button(TEXT["hide_board"], key="hide_board", on_click=take_board_down, args=(of.id,))
    else:
        st.button(TEXT["show_board"], key="show_board", on_click=show_board, args=(of, found))


def board_for_class(of: SchoolClass) -> None:
    """The board as a learner sees it, where the teacher shows one."""
    if (found := shown_board(of.id)) is not None:
        with st.container(border=True, key="board_of_class"):
            _board(of, found)


def _compare(here: Project, of: SchoolClass, who: Collection[str]) -> None:
    def work(job: Job[Leaderboard | None]) -> Leaderboard | None:
        def step(done: int, total: int) -> None:
            stop_here(job.stop)
            job.report(done / total, TEXT["comparing"].format(done=done, all=total))

        return leaderboard(of, step, who)

    COMPARING.start(here, work, about=of.id)


def _board(of: SchoolClass, found: Leaderboard | None) -> None:
    if found is None:
        hint(TEXT["nothing"])
        return
    pictures = count_of(found.pictures, "picture")
    st.markdown(TEXT["board"].format(unit=as_text(found.unit), pictures=pictures))
    rows = [
        {
            TEXT["nickname"]: one.nickname,
            TEXT["cost"]: f"{one.cost:,.0f}",
            TEXT["range"]: f"{one.low:,.0f} … {one.high:,.0f}",
            TEXT["accuracy"]: percent(one.accuracy),
        }
        for one in found.standings
    ]
    st.table(pd.DataFrame(rows, index=range(1, len(rows) + 1)))
    st.markdown(TEXT[_lesson(found)])
    _differences(of, found)
    if found.left_out:
        note(TEXT["left_out"].format(names=listed(list(found.left_out))))


def _lesson(found: Leaderboard) -> str:
    if found.is_level:
        return "level"
    return "surprise" if found.is_surprise else "no_surprise"


def _differences(of: SchoolClass, found: Leaderboard) -> None:
    """Of two models: the pictures that only one of them named right."""
    common = begins_with(of) if found.differ else None
    if common is None:
        return
    first, second = (one.nickname for one in found.standings)
    counts = {"first": first, "second": second, "one": found.only[0], "other": found.only[1]}
    st.markdown(TEXT["differ"].format(**counts))
    said = [as_text(name) for name in (first, second)]
    grid = st.grid(6, min_column_width=130, gap="small")
    for one in found.differ:
        words = ", ".join(
            f"{who}: {as_text(what)}" for who, what in zip(said, one.called, strict=True)
        )
        grid.image(
            str(common.dataset.thumbnail(one.image)),
            caption=f"**{as_text(one.label)}** · {words}",
            width="stretch",
            alt=one.label,
        )
