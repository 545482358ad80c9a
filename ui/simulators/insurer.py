"""The insurer on screen: levers, limits, guesses, the assembly line, and what was seen."""

from dataclasses import replace

import streamlit as st

from core.drivetrain.simulators.content import simulators_text
from core.drivetrain.simulators.pricing.models import QUOTES
from core.drivetrain.simulators.pricing.study import BY_LOT, Finding, Insurer, Result, simulate
from core.project.project import Project
from core.words import percent
from ui.parts.lesson import what_you_saw
from ui.simulators.insurer_charts import acceptance_chart, euros, profit_bars, profit_maps
from ui.simulators.levers import steps, world
from ui.simulators.parts import Stage, assembly_line, guessed, stage_title
from ui.simulators.path import path

NAME = "pricing"
DEFAULTS: dict[str, int | str | bool] = {
    "ins_lots": 1_000,
    "ins_years": 5,
    "ins_share": 20,
    "ins_fair": False,
    "ins_town": 1,
}
YEARS, SHARES = (2, 3, 5, 7, 10), (0, 10, 20, 30, 35, 40, 45)
NEARLY_THE_SAME = 0.06


def insurer(project: Project) -> None:
    """Everything that moves with a lever of the insurer."""
    path(project, NAME, DEFAULTS)
    settings = _levers()
    finding = simulate(settings)
    if not guessed(project, NAME, "price", lambda: _best_kind(finding)):
        return
    assembly_line(_stages(finding))
    text = simulators_text().simulators[NAME]
    stage_title(0, text.modeler)
    acceptance_chart(finding, settings.by_lot)
    stage_title(1, text.simulator)
    profit_maps(finding, settings.limits)
    if guessed(project, NAME, "blind", lambda: _blind(settings)):
        stage_title(2, text.optimizer)
        profit_bars(finding)
        what_you_saw(_saw(settings, finding))


def _levers() -> Insurer:
    first, second = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with first:
        by_lot = steps(
            f"**Lever:** of {QUOTES:,} prices last year, how many were drawn at random?",
            BY_LOT,
            key="ins_lots",
            default=1_000,
        )
    with second:
        years = steps("**Objective:** years ahead", YEARS, key="ins_years", default=5)
    third, fourth, fifth = st.columns([3, 3, 1], gap="large", vertical_alignment="bottom")
    with third:
        share = steps(
            "**Limit:** share of the market, at least",
            SHARES,
            key="ins_share",
            default=20,
            unit=" %",
        )
    with fourth:
        fair = st.toggle(
            "**Limit:** renewals no dearer than first prices", key="ins_fair", bind="query-params"
        )
    with fifth:
        seed = world("Town", key="ins_town")
    return Insurer(by_lot, years, share, bool(fair), seed)


def _stages(finding: Finding) -> tuple[Stage, Stage, Stage]:
    found = finding.results.get("found")
    share = float((~finding.kept_believed).mean())
    return (
        Stage(
            f"±{percent(finding.claims_error)}",
            "is how far the claims model is off for a driver, on average. How drivers answer a "
            "price is the harder question.",
        ),
        Stage(
            f"{percent(share)} closed",
            "of all pairs of prices break a limit, say the models, and may not be chosen.",
        ),
        Stage("No price", "keeps every limit. Ask for less.")
        if found is None
        else Stage(
            f"{found.prices.first:.2f} × then {found.prices.renewal:.2f} ×",
            f"expected claims. Promised {euros(found.promised)} for each driver who asks; "
            f"it brings {euros(found.profit)}.",
        ),
    )


def _saw(settings: Insurer, finding: Finding) -> str:
    accurate, today = finding.results["accurate"], finding.results["today"]
    words = (
        f"Over {settings.years} years the most accurate price, just the expected claims, brings "
        f"{euros(accurate.profit)} for each driver who asks, and today's price "
        f"{euros(today.profit)}."
    )
    found = finding.results.get("found")
    if found is None:
        return f"{words} No pair of prices keeps every limit you set."
    missed = " That is less than you asked for." if found.share < settings.limits.share else ""
    return (
        f"{words} The optimiser's prices were promised to bring {euros(found.promised)} with "
        f"{percent(found.promised_share)} of the market, and brought {euros(found.profit)} with "
        f"{percent(found.share)}.{missed}"
    )


def _best_kind(finding: Finding) -> str:
    """Which kind of prices is best in truth."""
    best: Result = finding.results.get("truth", finding.results["today"])
    jump = best.prices.renewal - best.prices.first
    if abs(jump) < NEARLY_THE_SAME:
        return "same"
    return "cheap_first" if jump > 0 else "dear_first"


def _blind(settings: Insurer) -> str:
    """How the prices found without any draw compare with the best ones."""
    blind = simulate(replace(settings, by_lot=0)).results
    if "found" not in blind or "truth" not in blind:
        return "same"
    found, best = blind["found"].prices, blind["truth"].prices
    difference = found.first + found.renewal - best.first - best.renewal
    if abs(difference) < 2 * NEARLY_THE_SAME:
        return "same"
    return "high" if difference > 0 else "low"
