"""What if it went really, really well? Three cases, each with a measure and an owner."""

import streamlit as st

from core.content import lesson_text, read, says
from core.project.project import Project
from core.world.loop.check import LONGEST, LoopCheck, keep_check, loop_checks
from ui.parts.lesson import answer

CASES = read("loop.yaml", dict[str, str], "well_cases")
FIELDS = {
    "happens": says("world", "what_would_happen"),
    "measure": says("world", "what_shows"),
    "owner": says("world", "who_looks_at"),
}


def really_well(here: Project) -> None:
    """The cases; what is written is kept at once."""
    st.markdown(lesson_text("loop")["well_intro"])
    kept = loop_checks(here)
    for case, words in CASES.items():
        st.markdown(f"**{words}**")
        _line(here, case, kept.get(case, LoopCheck()))
    whole = [case for case in CASES if loop_checks(here).get(case, LoopCheck()).is_whole]
    if len(whole) == len(CASES):
        answer(lesson_text("loop")["well_kept"], right=True)


def _line(here: Project, case: str, kept: LoopCheck) -> None:
    said = {}
    for column, (field, question) in zip(st.columns(3, gap="small"), FIELDS.items(), strict=True):
        said[field] = column.text_input(
            question,
            getattr(kept, field),
            max_chars=LONGEST,
            key=f"loop_{case}_{field}_{here.id}",
        )
    check = LoopCheck(**said)
    if check != kept:
        keep_check(here, case, check)
