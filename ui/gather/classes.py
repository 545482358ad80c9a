"""The learner's classes: how many pictures each has, and naming, adding and removing them."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.drivetrain.costs.starting_costs import COSTS
from core.gather.class_names import clean_class_name, like
from core.gather.reading.refusal import Refused
from core.learning.rename_class import TrainingUnderWay, rename_class
from core.project.project import Project
from core.words import count_of, listed
from ui.parts import charts
from ui.parts.chart_labels import plain, shortened
from ui.parts.lesson import as_text
from ui.parts.palette import class_colours, class_marks

TEXT = lesson_text("arrival")
BAR_PX, CLOSE_PX, FEW = 44, 28, 8  # how high a bar is, with more than a few classes less
_NEAR = "_near_class"  # (name just added, one that may be the same)


def class_bars(counts: dict[str, int]) -> None:
    """One bar a class in the class's colour, its mark and its count written beside it."""
    charts.show(
        _bars(tuple(counts.items()), charts.ink()),
        table=pd.DataFrame({"class": list(counts), "pictures": list(counts.values())}),
        alt=says("gather", "classes_alt", counts=listed([f"{n} {c}" for n, c in counts.items()])),
        key="class_bars",
    )


@lru_cache(maxsize=charts.KEPT)
def _bars(counts: tuple[tuple[str, int], ...], _ink: str) -> charts.Finished:
    names = [name for name, _ in counts]
    colours, marks = class_colours(names), class_marks(names)
    figure = go.Figure(
        go.Bar(
            x=[count for _, count in counts],
            y=[f"{marks[name]} · {plain(_short(name))}" for name in names],
            orientation="h",
            marker_color=[colours[name] for name in names],
            text=[f"{count:,}" for _, count in counts],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(visible=False, range=[0, max([1, *(n for _, n in counts)]) * 1.15])
    figure.update_yaxes(type="category", autorange="reversed")
    return charts.finished(
        figure, height=(BAR_PX if len(names) <= FEW else CLOSE_PX) * len(names) + 24
    )


def class_editor(project: Project) -> None:
    """Adding, renaming and removing classes, folded away until it is wanted."""
    folded = st.popover(
        says("gather", "edit_classes"),
        icon=":material/edit:",
        key="edit_classes",
        on_change="rerun",
    )
    if not folded.open:
        return
    with folded:
        _add(project)
        if project.dataset.classes():
            _change(project)


def _add(project: Project) -> None:
    with st.form("add_class", clear_on_submit=True, border=False):
        name = st.text_input(
            says("gather", "a_new_class"), placeholder=f"e.g. {_wanted(project)}", max_chars=60
        )
        if st.form_submit_button(says("gather", "add_button")) and (clean := _clean(name)):
            project.dataset.add_class(clean)
            _note_near(project, clean)
            st.rerun()
    _one_or_two(project)


def _wanted(project: Project) -> str:
    """A class that the plan prices and nobody has made yet, as an example of a name."""
    there, priced = project.dataset.classes(), project.settings.get(COSTS)
    return next((name for name in (priced.classes if priced else []) if name not in there), "bear")


def _note_near(project: Project, name: str) -> None:
    """Remembers to ask about a name just given that may be another spelling of one there is."""
    if near := like(name, project.dataset.classes()):
        st.session_state[_NEAR] = (name, near[0])


def _one_or_two(project: Project) -> None:
    """Asks about a class just added whose name may be another spelling of one that was there."""
    new, there = st.session_state.get(_NEAR, ("", ""))
    if not {new, there} <= project.dataset.classes().keys():
        return
    st.markdown(TEXT["one_or_two"].format(new=as_text(new), there=as_text(there)))
    with st.container(horizontal=True):
        if st.button(says("gather", "two_classes"), key="spelling_two"):
            del st.session_state[_NEAR]
            st.rerun()
        if st.button(f"One: {as_text(there)}", key="spelling_one"):
            del st.session_state[_NEAR]
            project.dataset.rename_class(new, there)
            st.rerun()


def _change(project: Project) -> None:
    counts = project.dataset.classes()
    old = st.selectbox(says("gather", "change_the_class"), list(counts), key="class_to_change")
    with st.form("rename_class", clear_on_submit=True, border=False):
        new = st.text_input(says("gather", "its_new_name"), max_chars=60)
        st.caption(says("gather", "models_follow_new"))
        if st.form_submit_button(says("gather", "rename")) and (clean := _clean(new)):
            _rename(project, old, clean)
    _remove(project, old, counts[old])


def _rename(project: Project, old: str, new: str) -> None:
    try:
        rename_class(project, old, new)
    except TrainingUnderWay as reason:
        st.warning(str(reason))
        return
    _note_near(project, new)
    st.rerun()


def _remove(project: Project, name: str, count: int) -> None:
    remove = says(
        "gather", "remove_both" if count else "remove", pictures=count_of(count, "picture")
    )
    really = says("frame", "sure_delete", name=as_text(name))
    sure = not count or st.checkbox(really, key=f"sure_{name}")
    if st.button(remove, key="remove_class", disabled=not sure):
        project.dataset.remove_class(name)
        st.rerun()


def _clean(name: str) -> str:
    try:
        return clean_class_name(name)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return ""


def _short(name: str) -> str:
    return shortened(name.replace("<", "‹").replace(">", "›"), 24)
