"""The campsite on screen: levers, guesses, the assembly line, its charts, what was seen."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.simulators.campsite.season import TRUE_BELIEF
from core.drivetrain.simulators.campsite.study import (
    LOOKS,
    MEETING,
    Campsite,
    Setting,
    Summer,
    simulate,
)
from core.drivetrain.simulators.content import simulators_text
from core.project.guesses import best_of
from core.project.project import Project
from core.words import percent
from ui.parts import charts
from ui.parts.chart_labels import end_label, end_labels, in_plain_words, line, rows, rows_height
from ui.parts.lesson import what_you_saw
from ui.parts.palette import BLUE, GREY, ORANGE, VERMILLION
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

NAME = "campsite"
DEFAULTS: dict[str, int | str | bool] = {
    "camp_looks": 2,
    "camp_rule": "unwritten",
    "camp_bad": 100,
    "camp_season": 1,
}
FALSE_OF_LATE = 5.0
RULE_NAMES = {
    "unwritten": "the likeliest bears",
    "likeliest": "the likeliest bears, written down",
    "lot": "random pictures, written down",
}
SETTING_NAMES = {"found": "cheapest by the plan", "accurate": "fewest mistakes", "half": "at 50 %"}
STYLE = {"found": (BLUE, "solid"), "accurate": (ORANGE, "dot"), "half": (VERMILLION, "dash")}
MOST_ANNOYED = 12


def campsite(project: Project) -> None:
    """Everything that moves with a lever of the campsite."""
    path(project, NAME, DEFAULTS)
    settings = _levers()
    summer = simulate(settings)
    costs = {rule: lived.cost for rule, lived in summer.by_rule.items()}
    if not guessed(project, NAME, "looks", lambda: best_of(costs, lowest=True)):
        return
    assembly_line(_stages(settings, summer))
    _charts(settings, summer)
    if guessed(project, NAME, "threshold", lambda: [_side(summer)]):
        stage_title(NAME, 2, simulators_text().simulators[NAME].optimizer)
        cost_chart(summer)
        what_you_saw(_saw(settings, summer))


def _levers() -> Campsite:
    first, second = st.columns(2, gap="large", vertical_alignment="bottom")
    with first:
        looks = steps(says("simulators", "budget"), LOOKS, key="camp_looks", default=2)
    with second:
        rule = choice(
            says("simulators", "looks_go_to"), RULE_NAMES, key="camp_rule", default="unwritten"
        )
    third, fourth = st.columns([4, 1], gap="large", vertical_alignment="bottom")
    with third:
        meeting = steps(says("simulators", "as_bad_as"), MEETING, key="camp_bad", default=100)
    with fourth, world_box(says("simulators", "this_season")):
        seed = world(says("simulators", "season"), key="camp_season")
    return Campsite(looks, rule, meeting, seed)


def _charts(settings: Campsite, summer: Summer) -> None:
    text = simulators_text().simulators[NAME]
    left, right = st.columns(2, gap="large")
    with left:
        stage_title(NAME, 0, text.modeler)
        belief_chart(summer)
    with right:
        stage_title(NAME, 1, text.simulator)
        nights_chart(summer)
    st.markdown(says("simulators", "same_looks", looks=settings.looks))
    rules_chart(summer, settings.rule)


def _stages(settings: Campsite, summer: Summer) -> tuple[Stage, Stage, Stage]:
    texts = simulators_text().simulators[NAME].says
    found, half = summer.settings["found"], summer.settings["half"]
    believed = float(summer.belief.acts(np.array(FALSE_OF_LATE)))
    alarms = says("simulators", "false_alarms", count=half.false_alarms)
    optimizer = texts["optimizer"].format(found=found, looks=settings.looks)
    return (
        Stage(percent(believed), texts["modeler"]),
        Stage(alarms, texts["simulator"].format(half=half)),
        Stage(says("simulators", "alarm_from", share=percent(found.threshold)), optimizer),
    )


def _saw(settings: Campsite, summer: Summer) -> str:
    found, accurate = summer.settings["found"], summer.settings["accurate"]
    texts, truth = simulators_text().simulators[NAME].says, summer.settings["truth"]
    other = texts["truth_same"] if truth.cost >= found.cost else texts["truth_other"]
    return texts["saw"].format(
        found=found,
        found_from=percent(found.threshold),
        accurate=accurate,
        accurate_from=percent(accurate.threshold),
        truth=other.format(truth=truth, truth_from=percent(truth.threshold)),
        looks=settings.looks,
        unwritten=summer.by_rule["unwritten"],
        written=summer.by_rule["likeliest"],
    )


def _side(summer: Summer) -> str:
    """On which side of 50 % the alarm costs least in the real season."""
    threshold = summer.settings["truth"].threshold
    return "below" if threshold < 0.4 else "above" if threshold > 0.6 else "half"


def belief_chart(summer: Summer) -> None:
    """The chance that people act on an alarm, by false alarms of late: fitted, and true."""
    annoyance = np.linspace(0, MOST_ANNOYED, 40)
    fitted, true = 100 * summer.belief.acts(annoyance), 100 * TRUE_BELIEF.acts(annoyance)
    fig = go.Figure()
    line(fig, list(annoyance), list(fitted), ORANGE, "dot")
    line(fig, list(annoyance), list(true), BLUE, "solid")
    end_label(fig, 4.6, 45, "line: really<br>dots: the model says")
    fig.update_xaxes(title=says("simulators", "false_lately"), range=[0, MOST_ANNOYED])
    fig.update_yaxes(title=says("simulators", "act_on_it"), ticksuffix=" %", range=[0, 100])
    table = pd.DataFrame(
        {"the model says, %": fitted.round(1), "really, %": true.round(1)},
        index=pd.Index(annoyance.round(1), name="false alarms of late"),
    )
    at_five = float(summer.belief.acts(np.array(5.0)))
    alt = says("simulators", "belief_alt", share=percent(at_five))
    charts.show(fig, table=table, alt=alt, key="camp_belief", height=300)


def nights_chart(summer: Summer) -> None:
    """Belief in the alarm, night by night, for three settings of it."""
    fig = go.Figure()
    nights = list(range(1, len(summer.settings["found"].belief) + 1))
    shares = {key: [one * 100 for one in summer.settings[key].belief] for key in SETTING_NAMES}
    for key, share in shares.items():
        line(fig, nights, share, *STYLE[key])
    end_labels(fig, nights[-1], {SETTING_NAMES[key]: shares[key][-1] for key in shares}, 100)
    fig.update_xaxes(
        title=says("simulators", "night"), range=[0, 165], tickvals=[1, 25, 50, 75, 100]
    )
    fig.update_yaxes(ticksuffix=" %", range=[0, 118], tickvals=[0, 25, 50, 75, 100])
    table = pd.DataFrame(shares, index=pd.Index(nights, name="night")).round(1)
    last = (f"{SETTING_NAMES[key]} {percent(share[-1] / 100)}" for key, share in shares.items())
    alt = says("simulators", "last_night_alt", shares="; ".join(last))
    charts.show(
        fig, table=table.rename(columns=SETTING_NAMES), alt=alt, key="camp_nights", height=300
    )


def rules_chart(summer: Summer, rule: str) -> None:
    """Meetings in a season for each way to spend the looks, each at its own best threshold."""
    results = [summer.by_rule[key] for key in RULE_NAMES]
    bars = go.Bar(
        x=[one.meetings for one in results],
        marker_color=[BLUE if key == rule else GREY for key in RULE_NAMES],
    )
    labels = [_rule_label(key, summer.by_rule[key], key == rule) for key in RULE_NAMES]
    table = pd.DataFrame(
        {
            "meetings": [round(one.meetings, 1) for one in results],
            "false alarms": [round(one.false_alarms) for one in results],
            "cost, in false alarms": [round(one.cost) for one in results],
            "alarm from": [percent(one.threshold) for one in results],
        },
        index=pd.Index(list(RULE_NAMES.values())),
    )
    alt = in_plain_words(labels)
    height = rows_height(len(labels))
    charts.show(rows(bars, labels), table=table, alt=alt, key="camp_rules", height=height)


def cost_chart(summer: Summer) -> None:
    """The cost of a season at every threshold, planned and real, with the marked settings."""
    at = [float(chance) for chance in summer.thresholds]
    odds = [float(np.log(chance / (1 - chance))) for chance in at]
    fig = go.Figure()
    line(fig, odds, list(summer.planned), ORANGE, "dot")
    line(fig, odds, list(summer.real), BLUE, "solid")
    ends = {"planned": float(summer.planned[0]), "real": float(summer.real[0])}
    top = float(max(summer.planned.max(), summer.real.max()))
    end_labels(fig, odds[0], ends, top, gap=0.1, shift=12)
    for key, name in SETTING_NAMES.items():
        _mark(fig, summer.settings[key], name, star=key == "found")
    shown = (0.01, 0.1, 0.5, 0.9, 0.99)
    fig.update_xaxes(title=says("simulators", "sounds_from"))
    fig.update_xaxes(
        tickvals=[float(np.log(chance / (1 - chance))) for chance in shown],
        ticktext=[percent(chance) for chance in shown],
    )
    fig.update_yaxes(title=says("simulators", "cost"), range=[0, 1.12 * top])
    table = pd.DataFrame(
        {
            "planned cost": summer.planned.round(),
            "real cost": summer.real.round(),
            "mistakes": summer.mistakes.round(),
        },
        index=pd.Index([percent(chance) for chance in at], name="alarm from"),
    )
    found, truth = summer.settings["found"], summer.settings["truth"]
    best, real = percent(found.threshold), percent(truth.threshold)
    alt = says("simulators", "camp_cost_alt", best=best, cost=found.cost, real=real)
    charts.show(fig, table=table, alt=alt, key="camp_cost", height=340)


def _mark(fig: go.Figure, setting: Setting, name: str, *, star: bool) -> None:
    fig.add_scatter(
        x=[float(np.log(setting.threshold / (1 - setting.threshold)))],
        y=[setting.cost],
        mode="markers+text",
        marker={"size": 16 if star else 10, "symbol": "star" if star else "circle", "color": BLUE},
        text=[name],
        textposition="bottom center" if star else "bottom left",
        textfont={"size": 15, "color": charts.ink()},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _rule_label(rule: str, setting: Setting, chosen: bool) -> str:
    rule_name = RULE_NAMES[rule].capitalize()
    words = says("simulators", "meetings", rule=rule_name, meetings=setting.meetings)
    return f"<b>{words}</b>" if chosen else words
