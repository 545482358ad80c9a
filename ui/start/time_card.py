"""Time card."""

import streamlit as st

from core.content import says
from core.learning.pages import pages_of
from core.learning.paths.time_spent import EVEN, PARTS, TimeSpent, forget_times, time_spent
from core.project.project import Project
from core.words import listed, percent
from ui.frame.frame import ENOUGH_S, HOW
from ui.parts.guess import guess_now, verdict
from ui.parts.palette import BLUE


def time_card(project: Project, *, guess: bool) -> None:
    """The four parts beside an even share, once there is something to see; first a guess."""
    spent = time_spent(project)
    if spent.total < ENOUGH_S:
        st.caption(f"{says('start', 'time_later')} {HOW}")
        return
    if guess and not _guessed(spent):
        return
    _bars(spent)
    st.markdown(_words(spent))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(HOW, width="stretch")
        st.button(
            says("start", "forget_these_times"),
            key="forget_times",
            type="tertiary",
            on_click=forget_times,
            args=(project,),
        )


def _guessed(spent: TimeSpent) -> bool:
    parts = list(PARTS)
    guess = guess_now(
        says("start", "project_which_part"),
        [part.capitalize() for part in parts],
        key="guess_time",
    )
    if guess is None:
        return False
    verdict(
        parts[guess] == spent.most,
        says("start", "most_went", part=spent.most),
        spent.most.capitalize(),
    )
    return True


def _bars(spent: TimeSpent) -> None:
    import pandas as pd
    import plotly.graph_objects as go

    from ui.parts.charts import ink, show

    parts = list(PARTS)
    shares = [spent.shares[part] for part in parts]
    minutes = [spent.parts[part] / 60 for part in parts]
    bars = go.Bar(
        y=[part.capitalize() for part in parts],
        x=shares,
        orientation="h",
        text=[f"{percent(share)} · {m:.0f} min" for share, m in zip(shares, minutes, strict=True)],
        textposition="outside",
        marker_color=BLUE,
        cliponaxis=False,
    )
    figure = go.Figure(bars)
    figure.add_vline(x=EVEN, line_width=1, line_color=ink(), line_dash="dash")
    figure.update_xaxes(
        range=[0, 1.6 * max(0.4, *shares)],
        tickvals=[EVEN],
        ticktext=[says("start", "even_share", share=percent(EVEN))],
    )
    figure.update_yaxes(autorange="reversed")
    table = pd.DataFrame({"part": parts, "minutes": [round(m, 1) for m in minutes]})
    alt = ", ".join(f"{part} {percent(share)}" for part, share in spent.shares.items())
    show(figure, table=table, alt=alt, key="time_spent", height=240)


def _words(spent: TimeSpent) -> str:
    most, least = spent.shares[spent.most], spent.shares[spent.least]
    pages = [page.title for page in pages_of(spent.least)]
    words = says(
        "start",
        "time_spent",
        most=spent.most.capitalize(),
        most_share=percent(most),
        least=spent.least,
        least_share=percent(least),
        even=percent(EVEN),
        pages=listed(pages, "or"),
    )
    minutes = spent.elsewhere / 60
    return f"{words} {_elsewhere(minutes)}" if minutes >= 1 else words


def _elsewhere(minutes: float) -> str:
    return says("start", "minutes_elsewhere", minutes=minutes)
