"""What is worth more now? Improvements side by side, by what each would save."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.decide.sensitivity import Improvement
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.text import decide_text, two_estimates
from core.drivetrain.decide.worth import Worth
from core.words import number
from ui.parts import charts
from ui.parts.chart_labels import plain, rows, rows_height
from ui.parts.cost_words import amount, with_range
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, GREY


def what_is_worth_more(now: Situation, policy: Worth) -> None:
    """The chart of improvements, the most worth on top, and what it says; `policy` is what the rule
    costs as it is counted on the labels."""
    st.subheader(says("decide", "what_worth_more_now"), anchor=False)
    note(decide_text().worth)
    note(two_estimates(len(now.judged.image_ids), with_range(policy), now.expected))
    found = now.improvements
    texts = decide_text().improvements
    names = [texts[improvement.key].name for improvement in found]
    sums = "; ".join(f"{name} {number(one.saved)}" for name, one in zip(names, found, strict=True))
    charts.show(
        _figure(now, charts.ink()),
        table=pd.DataFrame(
            {"saves for 1,000 pictures": [number(one.saved) for one in found]},
            index=pd.Index(names),
        ),
        alt=says("decide", "saved_alt", sums=sums),
        key="worth_more",
    )
    st.markdown(_verdict(found, names, now.costs.unit))
    note("  \n".join(f"{texts[one.key].name}: {_means(one)}" for one in found))


def _means(improvement: Improvement) -> str:
    """What is tried, for Markdown."""
    about = [as_text(name) for name in improvement.about]
    case = about[0] if about else ""
    if len(about) == 2:
        case = says("decide", "action_for", action=about[0], name=about[1])
    return decide_text().improvements[improvement.key].means.format(about=case)


def _verdict(found: list[Improvement], names: list[str], unit: str) -> str:
    best = found[0]
    if best.saved < 0.005:
        return says("decide", "none_would_save")
    return says(
        "decide",
        "most_worth",
        name=names[0],
        saved=amount(best.saved, unit),
        second=names[1],
    )


@lru_cache(maxsize=charts.KEPT)
def _figure(now: Situation, _ink: str) -> charts.Finished:
    found, texts = now.improvements, decide_text().improvements
    colours = [BLUE, *[GREY] * (len(found) - 1)]
    labels = [f"{plain(texts[one.key].name)}  {number(one.saved)}" for one in found]
    fig = rows(go.Bar(x=[one.saved for one in found], marker_color=colours), labels)
    fig.update_xaxes(range=[0, max(found[0].saved * 1.02, 1e-9)])
    return charts.finished(fig, height=rows_height(len(found)))
