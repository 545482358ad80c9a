"""A notebook to practise on: take it, find the planted faults, and tick them off here."""

import streamlit as st

from core.content import says
from core.production.practice import LONGEST_CODE, enter_code, found_faults, practice
from core.project.project import Project
from core.project.records import RunRecord
from ui.parts.lesson import answer, as_text
from ui.parts.notebook_download import notebook_download


def practise(project: Project, _run: RunRecord) -> None:
    """The notebook, a place for codes, and all faults with what was learned from those found."""
    text = practice().page
    st.subheader(text.title, anchor=False)
    st.markdown(text.about)
    notebook_download("practise")
    _enter(project)
    found = found_faults(project)
    faults = practice().faults
    st.progress(len(found) / len(faults), text=text.count.format(found=len(found), all=len(faults)))
    for fault in faults:
        _stop(fault, fault in found)
    if len(found) == len(faults):
        answer(text.all_found, right=True)


def _enter(project: Project) -> None:
    text = practice().page
    with st.form("practice_form", clear_on_submit=True, border=False):
        typed = st.text_input(text.ask, max_chars=LONGEST_CODE, key="practice_code", width=320)
        entered = st.form_submit_button(
            says("deploy", "tick_it_off"), type="primary", key="practice_enter"
        )
    if entered and typed.strip() and enter_code(project, typed) is None:
        st.warning(text.unknown.format(code=as_text(typed.strip())))


_FOUND = ":green[:material/check_circle:]"


def _stop(fault: str, is_found: bool) -> None:
    said = practice().faults[fault]
    if is_found:
        st.markdown(f"{_FOUND} **{said.title}**  \n{said.learned}")
        with st.popover(
            says("deploy", "the_repaired_cell"), type="tertiary", key=f"practice_{fault}"
        ):
            st.code("\n\n".join(said.code["repaired"]), wrap_lines=True)
    else:
        st.markdown(f":material/radio_button_unchecked: {said.title}")
