"""The campsite on screen: levers, guesses, the assembly line, and what was seen."""

import numpy as np
import streamlit as st

from core.drivetrain.simulators.campsite.study import LOOKS, MEETING, Campsite, Summer, simulate
from core.drivetrain.simulators.content import simulators_text
from core.project.project import Project
from core.words import percent
from ui.parts.lesson import what_you_saw
from ui.simulators.campsite_charts import (
    RULE_NAMES,
    belief_chart,
    cost_chart,
    nights_chart,
    rules_chart,
)
from ui.simulators.levers import choice, steps, world
from ui.simulators.parts import Stage, assembly_line, guessed, stage_title
from ui.simulators.path import path

NAME = "campsite"
DEFAULTS: dict[str, int | str | bool] = {
    "camp_looks": 2,
    "camp_rule": "unwritten",
    "camp_bad": 100,
    "camp_season": 1,
}
FALSE_OF_LATE = 5.0


def campsite(project: Project) -> None:
    """Everything that moves with a lever of the campsite."""
    path(project, NAME, DEFAULTS)
    settings = _levers()
    summer = simulate(settings)
    if not guessed(project, NAME, "looks", lambda: _best_rule(summer)):
        return
    assembly_line(_stages(settings, summer))
    _charts(settings, summer)
    if guessed(project, NAME, "threshold", lambda: _side(summer)):
        stage_title(2, simulators_text().simulators[NAME].optimizer)
        cost_chart(summer)
        what_you_saw(_saw(settings, summer))


def _levers() -> Campsite:
    first, second = st.columns(2, gap="large", vertical_alignment="bottom")
    with first:
        looks = steps("**Budget:** looks a night", LOOKS, key="camp_looks", default=2)
    with second:
        rule = choice(
            "**Lever:** the looks go to", RULE_NAMES, key="camp_rule", default="unwritten"
        )
    third, fourth = st.columns([4, 1], gap="large", vertical_alignment="bottom")
    with third:
        meeting = steps(
            "**Objective:** a meeting is as bad as so many false alarms",
            MEETING,
            key="camp_bad",
            default=100,
        )
    with fourth:
        seed = world("Season", key="camp_season")
    return Campsite(looks, rule, meeting, seed)


def _charts(settings: Campsite, summer: Summer) -> None:
    text = simulators_text().simulators[NAME]
    left, right = st.columns(2, gap="large")
    with left:
        stage_title(0, text.modeler)
        belief_chart(summer)
    with right:
        stage_title(1, text.simulator)
        nights_chart(summer)
    st.markdown(f"**The same {settings.looks} looks a night, spent in three ways**")
    rules_chart(summer, settings.rule)


def _stages(settings: Campsite, summer: Summer) -> tuple[Stage, Stage, Stage]:
    found, half = summer.settings["found"], summer.settings["half"]
    believed = float(summer.belief.acts(np.array(FALSE_OF_LATE)))
    return (
        Stage(
            percent(believed),
            "of alarms would be acted on after five false ones of late, says the model of the "
            "campers.",
        ),
        Stage(
            f"{half.false_alarms:,.0f} false alarms",
            f"in a season, if the alarm sounds at 50 %, and {half.meetings:.1f} meetings.",
        ),
        Stage(
            f"Alarm from {percent(found.threshold)}",
            f"costs least: {found.false_alarms:,.0f} false alarms, {found.meetings:.1f} meetings, "
            f"at {settings.looks} looks a night.",
        ),
    )


def _saw(settings: Campsite, summer: Summer) -> str:
    found, accurate = summer.settings["found"], summer.settings["accurate"]
    unwritten, written = summer.by_rule["unwritten"], summer.by_rule["likeliest"]
    return (
        f"An alarm from {percent(accurate.threshold)} names most pictures rightly "
        f"({accurate.mistakes:.0f} mistakes a season) and costs {accurate.cost:,.0f}. The "
        f"optimiser's {percent(found.threshold)} makes {found.mistakes:.0f} mistakes and costs "
        f"{found.cost:,.0f}; it was promised {found.promised:,.0f}. With {settings.looks} looks a "
        f"night there were {unwritten.meetings:.1f} meetings where nothing was written down, and "
        f"{written.meetings:.1f} where every look taught the model."
    )


def _best_rule(summer: Summer) -> str:
    return min(summer.by_rule, key=lambda rule: summer.by_rule[rule].cost)


def _side(summer: Summer) -> str:
    threshold = summer.settings["found"].threshold
    return "below" if threshold < 0.4 else "above" if threshold > 0.6 else "half"
