"""The learner's classes: how many pictures each has, and naming, adding and removing them."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.gather.arrivals import clean_class_name
from core.gather.reading.refusal import Refused
from core.project.project import Project
from ui.parts import charts
from ui.parts.lesson import as_text
from ui.parts.palette import class_colours, class_marks

BAR_PX = 44


def class_bars(counts: dict[str, int]) -> None:
    """One bar a class in the class's colour, its mark and its count written beside it."""
    names = list(counts)
    colours, marks = class_colours(names), class_marks(names)
    figure = go.Figure(
        go.Bar(
            x=list(counts.values()),
            y=[f"{marks[name]} · {_short(name)}" for name in names],
            orientation="h",
            marker_color=[colours[name] for name in names],
            text=[f"{count:,}" for count in counts.values()],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(visible=False, range=[0, max([*counts.values(), 1]) * 1.15])
    figure.update_yaxes(type="category", autorange="reversed")
    charts.show(
        figure,
        table=pd.DataFrame({"class": names, "pictures": list(counts.values())}),
        alt="Pictures in each class: " + ", ".join(f"{n} {c}" for n, c in counts.items()),
        key="class_bars",
        height=BAR_PX * len(names) + 24,
    )


def class_editor(project: Project) -> None:
    """Adding, renaming and removing classes, folded away until it is wanted."""
    with st.popover("Edit classes", icon=":material/edit:", key="edit_classes"):
        _add(project)
        if project.dataset.classes():
            _change(project)


def _add(project: Project) -> None:
    with st.form("add_class", clear_on_submit=True, border=False):
        name = st.text_input("A new class", placeholder="e.g. black bear", max_chars=60)
        if st.form_submit_button("Add") and (clean := _clean(name)):
            project.dataset.add_class(clean)
            st.rerun()


def _change(project: Project) -> None:
    counts = project.dataset.classes()
    old = st.selectbox("Change the class", list(counts), key="class_to_change")
    with st.form("rename_class", clear_on_submit=True, border=False):
        new = st.text_input("Its new name", max_chars=60)
        if new.strip() and new.strip() in counts and new.strip() != old:
            st.caption("There is a class of that name: the two become one.")
        if st.form_submit_button("Rename") and (clean := _clean(new)):
            project.dataset.rename_class(old, clean)
            st.rerun()
    _remove(project, old, counts[old])


def _remove(project: Project, name: str, count: int) -> None:
    label = f"Remove the class and its {count:,} pictures" if count else "Remove the class"
    sure = not count or st.checkbox(f"Yes, delete {as_text(name)} for good", key=f"sure_{name}")
    if st.button(label, key="remove_class", disabled=not sure):
        project.dataset.remove_class(name)
        st.rerun()


def _clean(name: str) -> str:
    try:
        return clean_class_name(name)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return ""


def _short(name: str) -> str:
    plain = name.replace("<", "‹").replace(">", "›")
    return plain if len(plain) <= 24 else plain[:23] + "…"
