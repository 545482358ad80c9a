"""`lr_find` on screen: a curve, three suggestions, and the one the learner takes."""

from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.training.finetune.finetune import look_after
from core.training.finetune.lr_find import (
    RateSearch,
    choose_learning_rate,
    in_two_figures,
    learning_rate,
    lr_search,
    start_lr_find,
    stop_lr_find,
)
from core.training.finetune.settings import FineTuneSettings
from ui.parts import charts
from ui.parts.background_work import begin_or_say, stop_button
from ui.parts.lesson import answer, as_text
from ui.parts.palette import BLUE, ORANGE

TEXT = lesson_text("train")
EVERY_S = 1.0
MARKS = {"valley": "circle", "steep": "diamond", "minimum": "square"}


def lr_section(project: Project, settings: FineTuneSettings) -> None:
    """Folded away until asked for; open while a search runs and while its answer is fresh."""
    search = lr_search(project)
    opened = f"searched_{project.id}"
    if search is not None and not search.ended:
        st.session_state[opened] = True
    unfolded = bool(st.session_state.get(opened))
    with st.expander(
        says("train", "find_a_learning_rate"), unfolded, key=f"find_rate_{project.id}"
    ):
        st.markdown(TEXT["lr_find"])
        if search is not None and not search.ended:
            st.fragment(_look, run_every=EVERY_S)(project)
            return
        label = "Search" if search is None else "Search again"
        if st.button(label, key="start_lr_find"):
            begin_or_say(start_lr_find, project, settings)
        if search is not None:
            _result(project, search)


def _look(project: Project) -> None:
    look_after(project)
    search = lr_search(project)
    if search is None or search.ended:
        st.rerun()
    st.progress(search.fraction, text=as_text(search.message))
    stop_button("stop_lr_find", stop_lr_find, project)
    if search.points:
        _curve(search, None, "lr_live")


def _result(project: Project, search: RateSearch) -> None:
    if search.status == "stopped":
        answer(search.message)
    elif search.status != "finished":
        st.error(as_text(search.message))
    elif search.suggestions:
        chosen = _curve(search, learning_rate(project), "lr_found")
        if chosen is not None and chosen != learning_rate(project):
            choose_learning_rate(project, chosen)
            st.rerun()
        _suggestions(project, search)


def _suggestions(project: Project, search: RateSearch) -> None:
    st.markdown(says("train", "take_one_fastai"))
    for name, rate in search.suggestions.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            take, label = partial(choose_learning_rate, project, rate), f"{in_two_figures(rate):g}"
            st.button(f"{name}: {label}", key=f"take_{name}", on_click=take)
            st.caption(TEXT[f"why_{name}"])
    st.markdown(says("train", "your_rate", learning_rate=learning_rate(project)))


def _curve(search: RateSearch, yours: float | None, key: str) -> float | None:
    """The curve; returns the rate of the point that was clicked, None without a click."""
    table = pd.DataFrame(search.points, columns=["learning rate", "loss"])
    figure = go.Figure()
    figure.add_scatter(
        x=table["learning rate"],
        y=table["loss"],
        mode="lines+markers",
        line={"color": BLUE, "width": 2},
        marker={"size": 6},
        hovertemplate="rate %{x:.1e}, loss %{y:.2f}<extra></extra>",
    )
    for name, rate in search.suggestions.items():
        _mark(figure, search.points, name, rate)
    if yours is not None:
        figure.add_vline(x=yours, line={"color": BLUE, "width": 1, "dash": "dot"})
    figure.update_xaxes(
        type="log", title=says("train", "learning_rate_button"), exponentformat="power", dtick=1
    )
    figure.update_yaxes(title=says("train", "loss"))
    said = ", ".join(f"{name} {rate:.1e}" for name, rate in search.suggestions.items())
    event = charts.show(
        figure,
        table=table,
        alt=says("train", "rates_alt", said=said or "none yet"),
        key=key,
        on_select="rerun" if search.suggestions else None,
    )
    clicked = charts.chosen_point(event)
    return in_two_figures(float(clicked["x"])) if clicked else None


def _mark(figure: go.Figure, points: list[tuple[float, float]], name: str, rate: float) -> None:
    _, loss = min(points, key=lambda point: abs(point[0] - rate))
    figure.add_scatter(
        x=[rate],
        y=[loss],
        mode="markers+text",
        text=[name],
        textposition="top center",
        cliponaxis=False,
        marker={"size": 12, "symbol": MARKS[name], "color": ORANGE},
        hovertemplate=f"{name}: %{{x:.1e}}<extra></extra>",
    )
