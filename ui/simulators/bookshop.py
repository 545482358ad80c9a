"""The bookshop on screen: levers, guesses, the assembly line, and what was seen."""

import streamlit as st

from core.drivetrain.simulators.content import simulators_text
from core.drivetrain.simulators.recommendation.models import LOGGED
from core.drivetrain.simulators.recommendation.study import (
    BY_LOT,
    HABIT,
    RANKINGS,
    VISITORS,
    Month,
    Shop,
    simulate,
)
from core.project.project import Project
from core.words import percent, points
from ui.parts.lesson import what_you_saw
from ui.simulators.bookshop_charts import experiments_chart, sales_chart, uplift_chart
from ui.simulators.levers import choice, steps, world
from ui.simulators.parts import Stage, assembly_line, guessed, stage_title
from ui.simulators.path import path

NAME = "recommendation"
DEFAULTS: dict[str, int | str | bool] = {"shop_lots": 1_000, "shop_habit": "many", "shop_town": 1}
HABITS = {
    "some": "Some do",
    "many": "Many do",
    "most": "Most do",
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
    if guessed(project, NAME, "lots", lambda: _best_lots(month)):
        stage_title(2, simulators_text().simulators[NAME].optimizer)
        experiments_chart(month, shop.by_lot)
        what_you_saw(_saw(shop, month))


def _levers() -> Shop:
    lots, habit, town = st.columns([3, 2, 1], gap="large", vertical_alignment="bottom")
    with lots:
        by_lot = steps(
            f"**Lever:** of {LOGGED:,} visitors last month, how many saw a book drawn at random?",
            BY_LOT,
            key="shop_lots",
            default=1_000,
        )
    with habit:
        strength = choice(
            "Do people buy the famous books anyway?", HABITS, key="shop_habit", default="many"
        )
    with town:
        seed = world("Town", key="shop_town")
    return Shop(by_lot=by_lot, habit=strength if strength in HABIT else "many", seed=seed)


def _charts(month: Month) -> None:
    text = simulators_text().simulators[NAME]
    left, right = st.columns(2, gap="large")
    with left:
        stage_title(0, text.modeler)
        uplift_chart(month)
    with right:
        stage_title(1, text.simulator)
        sales_chart(month)


def _stages(shop: Shop, month: Month) -> tuple[Stage, Stage, Stage]:
    best, uplift = month.best_trial, month.sales["uplift"]
    promised, real = points(month.estimated[-1]), points(month.real[-1])
    source = f"From {shop.by_lot:,} draws" if shop.by_lot else "From a log without a single draw"
    return (
        Stage(
            f"+{promised}",
            f"{source}: what showing adds at best, says the model. Really it is {real}.",
        ),
        Stage(
            f"{uplift.caused:,.0f} caused",
            f"sales among {VISITORS:,} visitors when the uplift ranks. "
            f"The best anyone could do is {month.sales['truth'].caused:,.0f}.",
        ),
        Stage(
            f"{best.by_lot:,} at random",
            f"leave most money in this town: €{best.earned:,.0f}. You paid for {shop.by_lot:,}.",
        ),
    )


def _saw(shop: Shop, month: Month) -> str:
    purchase, uplift, now = month.sales["purchase"], month.sales["uplift"], month.trial(shop.by_lot)
    blind, best = month.trial(0), month.best_trial
    learned = (
        f"Without any draw its model would cause {blind.caused:,.0f}; {shop.by_lot:,} draws leave "
        f"€{now.earned:,.0f} of profit."
        if shop.by_lot
        else f"That model learned without a single draw; {best.by_lot:,} draws would have left "
        f"€{best.earned:,.0f} in place of €{now.earned:,.0f}."
    )
    return (
        f"Ranking by likely purchase sold {purchase.after:,.0f} books after a showing, and caused "
        f"{purchase.caused:,.0f} of them: {percent(purchase.anyway / purchase.after)} of these "
        f"sales would have come anyway, and their showings were waste. Ranking by uplift sold "
        f"{uplift.after:,.0f} and caused {uplift.caused:,.0f}. {learned}"
    )


def _best_ranking(month: Month) -> str:
    return max(RANKINGS, key=lambda ranking: month.sales[ranking].caused)


def _best_lots(month: Month) -> str:
    best = month.best_trial.by_lot
    return "none" if best == 0 else "all" if best == LOGGED else "some"
