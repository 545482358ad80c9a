"""The insurer on screen: levers, limits, guesses, the assembly line, and what was seen."""

from dataclasses import replace

import streamlit as st

from core.content import says
from core.drivetrain.simulators.content import simulators_text
from core.drivetrain.simulators.pricing.models import QUOTES
from core.drivetrain.simulators.pricing.study import BY_LOT, Finding, Insurer, Result, simulate
from core.project.project import Project
from core.words import percent
from ui.parts.lesson import what_you_saw
from ui.simulators.insurer_charts import acceptance_chart, euros, profit_bars, profit_maps
from ui.simulators.parts import (
    Stage,
    assembly_line,
    guessed,
    path,
    stage_title,
    steps,
    world,
    world_box,
)

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
    if not guessed(project, NAME, "price", lambda: [_best_kind(finding)]):
        return
    assembly_line(_stages(finding))
    text = simulators_text().simulators[NAME]
    stage_title(NAME, 0, text.modeler)
    acceptance_chart(finding, settings.by_lot)
    stage_title(NAME, 1, text.simulator)
    profit_maps(finding, settings.limits)
    if guessed(project, NAME, "blind", lambda: [_blind(settings)]):
        stage_title(NAME, 2, text.optimizer)
        profit_bars(finding)
        what_you_saw(_saw(settings, finding))


def _levers() -> Insurer:
    first, second = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with first:
        by_lot = steps(
            says("simulators", "lever_prices", prices=QUOTES),
            BY_LOT,
            key="ins_lots",
            default=1_000,
        )
    with second:
        years = steps(says("simulators", "years_ahead"), YEARS, key="ins_years", default=5)
    third, fourth, fifth = st.columns([3, 4, 2], vertical_alignment="bottom")
    with third:
        share = steps(
            says("simulators", "share_limit"),
            SHARES,
            key="ins_share",
            default=20,
            unit=" %",
        )
    with fourth:
        fair = st.toggle(
            says("simulators", "price_limit"),
            key="ins_fair",
            bind="query-params",
        )
    with fifth, world_box(says("simulators", "this_town")):
        seed = world(says("simulators", "town"), key="ins_town")
    return Insurer(by_lot, years, share, bool(fair), seed)


def _stages(finding: Finding) -> tuple[Stage, Stage, Stage]:
    texts, found = simulators_text().simulators[NAME].says, finding.results.get("found")
    chosen = Stage("No price", texts["no_price"])
    if found is not None:
        chosen = Stage(
            says(
                "simulators", "two_prices", first=found.prices.first, renewal=found.prices.renewal
            ),
            texts["optimizer"].format(promised=euros(found.promised), profit=euros(found.profit)),
        )
    closed = percent(float((~finding.kept_believed).mean()))
    return (
        Stage(f"±{percent(finding.claims_error)}", texts["modeler"]),
        Stage(says("simulators", "closed", share=closed), texts["simulator"]),
        chosen,
    )


def _saw(settings: Insurer, finding: Finding) -> str:
    texts, results = simulators_text().simulators[NAME].says, finding.results
    return texts["saw"].format(
        years=settings.years,
        accurate=euros(results["accurate"].profit),
        today=euros(results["today"].profit),
        found=_found_words(texts, results.get("found"), settings.limits.share),
    )


def _found_words(texts: dict[str, str], found: Result | None, wanted: float) -> str:
    if found is None:
        return texts["found_none"]
    words = texts["found"].format(
        promised=euros(found.promised),
        promised_share=percent(found.promised_share),
        profit=euros(found.profit),
        share=percent(found.share),
    )
    return f"{words} {texts['less']}" if found.share < wanted else words


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
