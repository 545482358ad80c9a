"""The campsite's charts: belief, the nights of a season, ways to look, cost by threshold."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.drivetrain.simulators.campsite.season import TRUE_BELIEF
from core.drivetrain.simulators.campsite.study import Setting, Summer
from core.words import percent
from ui.parts import charts
from ui.parts.chart_labels import end_label, labels_apart, line, rows, rows_height
from ui.parts.palette import BLUE, GREY, ORANGE, VERMILLION

RULE_NAMES = {
    "unwritten": "the likeliest bears",
    "likeliest": "the likeliest bears, written down",
    "lot": "random pictures, written down",
}
SETTING_NAMES = {"found": "cheapest", "accurate": "fewest mistakes", "half": "at 50 %"}
STYLE = {"found": (BLUE, "solid"), "accurate": (ORANGE, "dot"), "half": (VERMILLION, "dash")}
MOST_ANNOYED = 12


def belief_chart(summer: Summer) -> None:
    """The chance that people act on an alarm, by false alarms of late: fitted, and true."""
    annoyance = np.linspace(0, MOST_ANNOYED, 40)
    fitted, true = 100 * summer.belief.acts(annoyance), 100 * TRUE_BELIEF.acts(annoyance)
    fig = go.Figure()
    line(fig, list(annoyance), list(fitted), ORANGE, "dot")
    line(fig, list(annoyance), list(true), BLUE, "solid")
    end_label(fig, 4.6, 45, "line: really<br>dots: the model says")
    fig.update_xaxes(title="false alarms of late", range=[0, MOST_ANNOYED])
    fig.update_yaxes(title="act on it", ticksuffix=" %", range=[0, 100])
    table = pd.DataFrame(
        {"the model says, %": fitted.round(1), "really, %": true.round(1)},
        index=pd.Index(annoyance.round(1), name="false alarms of late"),
    )
    at_five = float(summer.belief.acts(np.array(5.0)))
    alt = f"With five false alarms of late, {percent(at_five)} act on an alarm, says the model"
    charts.show(fig, table=table, alt=alt, key="camp_belief", height=300)


def nights_chart(summer: Summer) -> None:
    """Belief in the alarm, night by night, for three settings of it."""
    fig = go.Figure()
    nights = list(range(1, len(summer.settings["found"].belief) + 1))
    shares = {key: [one * 100 for one in summer.settings[key].belief] for key in SETTING_NAMES}
    for key, share in shares.items():
        line(fig, nights, share, *STYLE[key])
    ends = labels_apart([share[-1] for share in shares.values()], 100)
    for name, at in zip(SETTING_NAMES.values(), ends, strict=True):
        end_label(fig, nights[-1], at, name)
    fig.update_xaxes(title="night", range=[0, 165], tickvals=[1, 25, 50, 75, 100])
    fig.update_yaxes(ticksuffix=" %", range=[0, 118], tickvals=[0, 25, 50, 75, 100])
    table = pd.DataFrame(shares, index=pd.Index(nights, name="night")).round(1)
    alt = "Chance that people act on an alarm on the last night: " + "; ".join(
        f"{SETTING_NAMES[key]} {percent(share[-1] / 100)}" for key, share in shares.items()
    )
    charts.show(
        fig, table=table.rename(columns=SETTING_NAMES), alt=alt, key="camp_nights", height=300
    )


def rules_chart(summer: Summer, rule: str) -> None:
    """Meetings in a season for each way to spend the looks, each at its own best threshold."""
    bars = go.Bar(
        x=[summer.by_rule[key].meetings for key in RULE_NAMES],
        marker_color=[BLUE if key == rule else GREY for key in RULE_NAMES],
    )
    labels = [_rule_label(key, summer.by_rule[key], key == rule) for key in RULE_NAMES]
    table = pd.DataFrame(
        {
            "meetings": [round(summer.by_rule[key].meetings, 1) for key in RULE_NAMES],
            "false alarms": [round(summer.by_rule[key].false_alarms) for key in RULE_NAMES],
            "cost, in false alarms": [round(summer.by_rule[key].cost) for key in RULE_NAMES],
            "alarm from": [percent(summer.by_rule[key].threshold) for key in RULE_NAMES],
        },
        index=pd.Index(list(RULE_NAMES.values())),
    )
    alt = "; ".join(labels).replace("<b>", "").replace("</b>", "")
    height = rows_height(len(labels))
    charts.show(rows(bars, labels), table=table, alt=alt, key="camp_rules", height=height)


def cost_chart(summer: Summer) -> None:
    """The cost of a season at every threshold, planned and real, with the marked settings."""
    at = [float(chance) for chance in summer.thresholds]
    odds = [float(np.log(chance / (1 - chance))) for chance in at]
    fig = go.Figure()
    line(fig, odds, list(summer.planned), ORANGE, "dot")
    line(fig, odds, list(summer.real), BLUE, "solid")
    ends = [float(summer.planned[0]), float(summer.real[0])]
    top = float(max(summer.planned.max(), summer.real.max()))
    for name, height in zip(("planned", "real"), labels_apart(ends, top, 0.1), strict=True):
        end_label(fig, odds[0], height, name, shift=12)
    for key, name in SETTING_NAMES.items():
        _mark(fig, summer.settings[key], name, star=key == "found")
    shown = (0.01, 0.1, 0.5, 0.9, 0.99)
    fig.update_xaxes(title="the alarm sounds from this chance of a bear")
    fig.update_xaxes(
        tickvals=[float(np.log(chance / (1 - chance))) for chance in shown],
        ticktext=[percent(chance) for chance in shown],
    )
    fig.update_yaxes(title="cost", range=[0, 1.12 * top])
    table = pd.DataFrame(
        {
            "planned cost": summer.planned.round(),
            "real cost": summer.real.round(),
            "mistakes": summer.mistakes.round(),
        },
        index=pd.Index([percent(chance) for chance in at], name="alarm from"),
    )
    found = summer.settings["found"]
    at_best = percent(found.threshold)
    alt = f"Planned cost is lowest at {at_best}; the real cost there is {found.cost:.0f}"
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
    words = f"{RULE_NAMES[rule].capitalize()}  {setting.meetings:.1f} meetings"
    return f"<b>{words}</b>" if chosen else words
