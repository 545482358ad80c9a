"""The bookshop on screen: levers, guesses, the assembly line, its charts, what was seen."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.simulators.content import simulators_text
from core.drivetrain.simulators.recommendation.bookshop import BOOKS
from core.drivetrain.simulators.recommendation.models import LOGGED
from core.drivetrain.simulators.recommendation.study import (
    BY_LOT,
    HABIT,
    RANKINGS,
    VISITORS,
    Month,
    Sales,
    Shop,
    simulate,
)
from core.project.guesses import best_of
from core.project.project import Project
from core.words import percent, points
from ui.parts import charts
from ui.parts.chart_labels import THICKNESS, end_labels, in_plain_words, rows, rows_height
from ui.parts.lesson import what_you_saw
from ui.parts.palette import BLUE, GREY, ORANGE
from ui.simulators.parts import (
    Stage,
    assembly_line,
    choice,
    guessed,
    path,
    stage_title,
    steps,
    world,
    world_box,
)

NAME = "recommendation"
DEFAULTS: dict[str, int | str | bool] = {"shop_lots": 1_000, "shop_habit": "many", "shop_town": 1}
HABITS = {"some": "Some do", "many": "Many do", "most": "Most do"}
NAMES = {
    "popularity": "Most bought",
    "purchase": "Likely purchase",
    "uplift": "Uplift",
    "truth": "Best possible",
}


def bookshop(project: Project) -> None:
    """Everything that moves with a lever of the bookshop."""
    path(project, NAME, DEFAULTS)
    shop = _levers()
    month = simulate(shop)
    if not guessed(project, NAME, "ranking", lambda: _best_ranking(month)):
        return
    assembly_line(_stages(shop, month))
    _charts(month)
    if guessed(project, NAME, "lots", lambda: [_best_lots(month)]):
        stage_title(NAME, 2, simulators_text().simulators[NAME].optimizer)
        experiments_chart(month, shop.by_lot)
        what_you_saw(_saw(shop, month))


def _levers() -> Shop:
    lots, town = st.columns([4, 1], gap="large", vertical_alignment="bottom")
    with lots:
        by_lot = steps(
            says("simulators", "lever_shop", visitors=LOGGED),
            BY_LOT,
            key="shop_lots",
            default=1_000,
        )
    with town, world_box(says("simulators", "this_town")):
        strength = choice(
            says("simulators", "people_buy_famous"), HABITS, key="shop_habit", default="many"
        )
        seed = world(says("simulators", "town"), key="shop_town")
    return Shop(by_lot=by_lot, habit=strength if strength in HABIT else "many", seed=seed)


def _charts(month: Month) -> None:
    text = simulators_text().simulators[NAME]
    left, right = st.columns(2, gap="large")
    with left:
        stage_title(NAME, 0, text.modeler)
        uplift_chart(month)
    with right:
        stage_title(NAME, 1, text.simulator)
        sales_chart(month)


def _stages(shop: Shop, month: Month) -> tuple[Stage, Stage, Stage]:
    texts, best = simulators_text().simulators[NAME].says, month.best_trial
    source = texts["drawn" if shop.by_lot else "not_drawn"].format(shop=shop)
    modeler = texts["modeler"].format(source=source, real=points(month.real[-1]))
    simulator = texts["simulator"].format(visitors=VISITORS, truth=month.sales["truth"])
    return (
        Stage(f"+{points(month.estimated[-1])}", modeler),
        Stage(says("simulators", "caused", count=month.sales["uplift"].caused), simulator),
        Stage(
            says("simulators", "at_random", count=best.by_lot),
            texts["optimizer"].format(best=best, shop=shop),
        ),
    )


def _saw(shop: Shop, month: Month) -> str:
    texts, purchase = simulators_text().simulators[NAME].says, month.sales["purchase"]
    trials = {"blind": month.trial(0), "now": month.trial(shop.by_lot), "best": month.best_trial}
    learned = texts["learned_drawn" if shop.by_lot else "learned_not_drawn"]
    return texts["saw"].format(
        purchase=purchase,
        anyway=percent(purchase.anyway / purchase.after),
        uplift=month.sales["uplift"],
        learned=learned.format(shop=shop, **trials),
    )


def _best_ranking(month: Month) -> list[str]:
    return best_of({ranking: month.sales[ranking].caused for ranking in RANKINGS})


def _best_lots(month: Month) -> str:
    best = month.best_trial.by_lot
    return "none" if best == 0 else "all" if best == LOGGED else "some"


def uplift_chart(month: Month) -> None:
    """What showing adds to the chance of a sale: the model's word, and the truth, by group."""
    groups = list(range(1, len(month.real) + 1))
    fig = go.Figure()
    believed, real = ([100 * value for value in one] for one in (month.estimated, month.real))
    for values, dash, colour in ((believed, "dot", ORANGE), (real, "solid", BLUE)):
        fig.add_scatter(x=groups, y=values, mode="lines+markers", line=_line(colour, dash))
    ends = {"model says": believed[-1], "really": real[-1]}
    end_labels(fig, groups[-1], ends, max(ends.values()))
    fig.update_xaxes(title=says("simulators", "groups_from_lowest"), range=[0.7, 14.5])
    fig.update_xaxes(tickvals=[1, 5, 10])
    fig.update_yaxes(title=says("simulators", "added_chance_in_points"), rangemode="tozero")
    table = pd.DataFrame(
        {
            "the model says, points": [round(value, 1) for value in believed],
            "really, points": [round(value, 1) for value in real],
        },
        index=pd.Index(groups, name="group"),
    )
    promised, true = points(month.estimated[-1]), points(month.real[-1])
    alt = says("simulators", "promise_alt", promised=promised, real=true)
    charts.show(fig, table=table, alt=alt, key="shop_uplift", height=rows_height(4))


def sales_chart(month: Month) -> None:
    """For each way of choosing: sales it caused, and, hatched, sales that would have been."""
    found = [month.sales[key] for key in NAMES]
    caused = go.Bar(x=[sales.caused for sales in found], marker_color=BLUE)
    labels = [_label(sales) for sales in found]
    fig = rows(caused, labels)
    fig.add_bar(
        x=[sales.anyway for sales in found],
        y=list(range(len(found)))[::-1],
        width=THICKNESS,
        orientation="h",
        hoverinfo="skip",
        marker={"color": GREY, "opacity": 0.55, "pattern": {"shape": "/"}},
    )
    fig.update_layout(barmode="stack")
    table, alt = _sales_table(found), in_plain_words(labels)
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
    fig.update_xaxes(title=says("simulators", "visitors_shown_book"))
    fig.update_xaxes(type="category", range=[-0.6, len(names) - 0.4])
    table = pd.DataFrame(
        {
            "sales caused": [round(trial.caused) for trial in month.trials],
            "left, €": [round(trial.earned) for trial in month.trials],
        },
        index=pd.Index(names, name="at random"),
    )
    trials = (says("simulators", "trial", count=t.by_lot, earned=t.earned) for t in month.trials)
    alt = says("simulators", "money_alt", trials="; ".join(trials))
    charts.show(fig, table=table, alt=alt, key="shop_trials", height=280)


def _label(sales: Sales) -> str:
    sold = {"caused": sales.caused, "anyway": sales.anyway}
    return says("simulators", "sold", name=NAMES[sales.ranking], **sold)


def _sales_table(found: list[Sales]) -> pd.DataFrame:
    counts = {
        "caused": [round(sales.caused) for sales in found],
        "bought anyway": [round(sales.anyway) for sales in found],
    }
    shown = {
        says("simulators", "shown", book=book): [sales.books[i] for sales in found]
        for i, book in enumerate(BOOKS)
    }
    names = [NAMES[sales.ranking] for sales in found]
    return pd.DataFrame({**counts, **shown}, index=pd.Index(names))


def _line(colour: str, dash: str) -> dict[str, object]:
    return {"color": colour, "width": 3, "dash": dash}
