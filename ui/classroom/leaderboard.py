"""The board of models for the teacher's screen: by cost in one common plan."""

import pandas as pd
import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.leaderboard import Leaderboard, leaderboard
from core.content import lesson_text
from core.jobs.background import Background, Job, stop_here
from core.project.project import Project
from core.words import count_of, listed, percent
from ui.parts.background_work import watched
from ui.parts.lesson import as_text, note
from ui.session import project

TEXT = lesson_text("wall")
COMPARING = Background[Leaderboard | None]("compare the models of a class", kept=4)


def models_compared(of: SchoolClass) -> None:
    """A button that compares, its progress, and the board."""
    here = project()
    if watched(COMPARING, here, key="stop_comparing", about=of.id):
        return
    if st.button(TEXT["compare"], key="compare_models", icon=":material/leaderboard:"):
        _compare(here, of)
        st.rerun()
    made = COMPARING.progress(here, of.id)
    if made is not None and made.state == "finished":
        _board(made.result)


def _compare(here: Project, of: SchoolClass) -> None:
    def work(job: Job[Leaderboard | None]) -> Leaderboard | None:
        def step(done: int, total: int) -> None:
            stop_here(job.stop)
            job.report(done / total, TEXT["comparing"].format(done=done, all=total))

        return leaderboard(of, step)

    COMPARING.start(here, work, about=of.id)


def _board(found: Leaderboard | None) -> None:
    if found is None:
        st.info(TEXT["nothing"])
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
    st.markdown(TEXT["surprise" if found.is_surprise else "no_surprise"])
    if found.left_out:
        note(TEXT["left_out"].format(names=listed(list(found.left_out))))
