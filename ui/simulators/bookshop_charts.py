"""The bookshop's three charts: promised and real uplift, sales caused, what experiments pay."""

import pandas as pd
import plotly.graph_objects as go

from core.drivetrain.simulators.recommendation.bookshop import BOOKS
from core.drivetrain.simulators.recommendation.study import Month, Sales
from core.words import points
from ui.parts import charts
from ui.parts.chart_labels import THICKNESS, end_label, labels_apart, rows, rows_height
from ui.parts.palette import BLUE, GREY, ORANGE

NAMES = {
    "popularity": "Most bought",
    "purchase": "Likely purchase",
    "uplift": "Uplift",
    "truth": "Best possible",
}


def uplift_chart(month: Month) -> None:
    """What showing adds to the chance of a sale: the model's word, and the truth, by group."""
    groups = list(range(1, len(month.real) + 1))
    fig = go.Figure()
    lines = (
        ("model says", month.estimated, "dot", ORANGE),
        ("really", month.real, "solid", BLUE),
    )
    ends = [100 * values[-1] for _, values, _, _ in lines]
    for (name, values, dash, colour), at in zip(lines, labels_apart(ends, max(ends)), strict=True):
        heights = [100 * value for value in values]
        fig.add_scatter(x=groups, y=heights, mode="lines+markers", line=_line(colour, dash))
        end_label(fig, groups[-1], at, name)
    fig.update_xaxes(title="groups, from the lowest promise to the highest", range=[0.7, 14.5])
    fig.update_xaxes(tickvals=[1, 5, 10])
    fig.update_yaxes(title="added chance, in points", rangemode="tozero")
    table = pd.DataFrame(
        {
            "the model says, points": [round(100 * value, 1) for value in month.estimated],
            "really, points": [round(100 * value, 1) for value in month.real],
        },
        index=pd.Index(groups, name="group"),
    )
    alt = (
        f"In the highest tenth the model promises {points(month.estimated[-1])}, "
        f"really it is {points(month.real[-1])}"
    )
    charts.show(fig, table=table, alt=alt, key="shop_uplift", height=rows_height(4))


def sales_chart(month: Month) -> None:
    """For each way of choosing: sales it caused, and, hatched, sales that would have been."""
    found = [month.sales[key] for key in NAMES]
    caused = go.Bar(x=[sales.caused for sales in found], marker_color=BLUE)
    fig = rows(caused, [_label(sales) for sales in found])
    fig.add_bar(
        x=[sales.anyway for sales in found],
        y=list(range(len(found)))[::-1],
        width=THICKNESS,
        orientation="h",
        hoverinfo="skip",
        marker={"color": GREY, "opacity": 0.55, "pattern": {"shape": "/"}},
    )
    fig.update_layout(barmode="stack")
    alt = "; ".join(_label(sales) for sales in found).replace("<b>", "").replace("</b>", "")
    table = _sales_table(found)
    charts.show(fig, table=table, alt=alt, key="shop_sales", height=rows_height(len(found)))


def experiments_chart(month: Month, by_lot: int) -> None:
    """The money left by each size of experiment; the present one is marked."""
    names = [f"{trial.by_lot:,}" for trial in month.trials]
    best = month.best_trial
    fig = go.Figure()
    fig.add_scatter(
        x=names,
        y=[trial.earned for trial in month.trials],
        mode="lines+markers+text",
        text=[f"€{trial.earned:,.0f}" for trial in month.trials],
        textposition="top center",
        textfont={"size": 14, "color": charts.ink()},
        cliponaxis=False,
        line=_line(BLUE, "solid"),
        marker={
            "size": [
                18 if trial.by_lot == by_lot else 13 if trial == best else 8
                for trial in month.trials
            ],
            "symbol": ["star" if trial == best else "circle" for trial in month.trials],
        },
    )
    top = max(trial.earned for trial in month.trials)
    low = min(0.0, *(trial.earned for trial in month.trials))
    fig.update_yaxes(visible=False, range=[low - 0.05 * top, 1.2 * top])
    fig.update_xaxes(title="visitors shown a book at random  (star: best, large: yours)")
    fig.update_xaxes(type="category", range=[-0.6, len(names) - 0.4])
    table = pd.DataFrame(
        {
            "sales caused": [round(trial.caused) for trial in month.trials],
            "left, €": [round(trial.earned) for trial in month.trials],
        },
        index=pd.Index(names, name="at random"),
    )
    alt = "Money left: " + "; ".join(
        f"{t.by_lot:,} at random €{t.earned:,.0f}" for t in month.trials
    )
    charts.show(fig, table=table, alt=alt, key="shop_trials", height=280)


def _label(sales: Sales) -> str:
    counts = f"<b>{sales.caused:,.0f} caused</b>, {sales.anyway:,.0f} sold anyway"
    return f"{NAMES[sales.ranking]}  {counts}"


def _sales_table(found: list[Sales]) -> pd.DataFrame:
    counts = {
        "caused": [round(sales.caused) for sales in found],
        "bought anyway": [round(sales.anyway) for sales in found],
    }
    shown = {f"shown: {book}": [sales.books[i] for sales in found] for i, book in enumerate(BOOKS)}
    names = [NAMES[sales.ranking] for sales in found]
    return pd.DataFrame({**counts, **shown}, index=pd.Index(names))


def _line(colour: str, dash: str) -> dict[str, object]:
    return {"color": colour, "width": 3, "dash": dash}
