"""The rule to follow, drawn as far as it can be drawn, and the learner's pictures under it."""

from dataclasses import replace
from functools import partial
from math import isfinite

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.decide.groups import Group, Looks, looks, tipping_class
from core.drivetrain.decide.rule import Rule
from core.drivetrain.decide.rule_words import rule_words, threshold_words
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.text import decide_text
from core.project.project import Project
from core.statistics import Floats
from core.words import count_of, number, percent, percent_range
from ui.decide.triangle import triangle
from ui.parts import charts
from ui.parts.chart_labels import LONGEST_ABOVE, plain, rows, rows_height, shortened
from ui.parts.cost_words import amount
from ui.parts.fold import fold
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, GREY
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

FIRST_PICTURES, MOST_PICTURES, MOST_TIPS = 6, 66, 2
MOST_CLASSES, COLUMNS, FULL = 9, 3, 100


def the_rule(now: Situation) -> None:
    """The rule in words; for two classes the thresholds, for three a triangle, for more a picture
    whose chances can be moved."""
    st.subheader(says("decide", "the_rule_to_follow"), anchor=False)
    note(decide_text().rule)
    shown = _shown_rule(now.rule)
    thresholds = threshold_words(shown, as_text(now.costs.dreaded))
    if thresholds:
        st.markdown("\n".join(f"- **{words}**" for words in thresholds))
    head, *sums = rule_words(shown)
    st.markdown("\n".join([head, "", *(f"- {words}" for words in sums)]))
    if len(now.rule.classes) == 3:
        triangle(now)
    elif len(now.rule.classes) > 3:
        try_chances(now)


def _shown_rule(rule: Rule) -> Rule:
    """The rule with its names as Markdown, each in its own reading direction: of a whole line an
    Arabic name at its beginning would turn the figures round."""
    classes, names = map(as_text, rule.classes), map(as_text, rule.names)
    return replace(rule, classes=list(classes), names=list(names))


def pictures_by_action(project: Project, now: Situation) -> None:
    """The learner's pictures in a wall for each action, with what tips them."""
    changed = set(now.changed)
    st.subheader(says("decide", "pictures_under_rule"), anchor=False)
    note(_how_many_differ(len(changed)))
    there = {record.id for record in project.dataset.images()}
    for group in now.groups:
        _group(project, now, group, changed, there)
    where = looks(now.rule, now.pictures, now.policy, now.stakes.capacity)
    asking = next((len(group.rows) for group in now.groups if group.asks), 0)
    note(_about_looks(now, where, asking))


def _how_many_differ(count: int) -> str:
    if not count:
        return says("decide", "every_picture_gets")
    return says("decide", "differ", pictures=count_of(count, "picture"))


def _group(
    project: Project, now: Situation, group: Group, changed: set[int], there: set[str]
) -> None:
    day = now.costs.pictures_a_day
    yours = count_of(len(group.rows), "picture")
    real = says("decide", "of_a_day", some=round(group.share * day), day=day)
    st.markdown(says("decide", "group", action=as_text(group.action), yours=yours, real=real))
    for tip in group.tips[:MOST_TIPS]:
        chances = percent(tip.low) if tip.low == tip.high else percent_range((tip.low, tip.high))
        note(
            says(
                "decide",
                "tips",
                pictures=count_of(tip.pictures, "picture"),
                when=as_text(tip.when),
                chances=chances,
                against=as_text(tip.against),
            )
        )
    rows = [row for row in group.rows if now.judged.image_ids[row] in there]
    key = f"group_{now.rule.names.index(group.action)}"
    _wall(project, now, rows[:FIRST_PICTURES], changed, f"{key}_first", group.action)
    more = rows[FIRST_PICTURES:MOST_PICTURES]
    if more:
        fill = partial(_wall, project, now, more, changed, f"{key}_more", group.action)
        fold(says("decide", "next_pictures", count=len(more)), f"{key}_fold", fill)


def _wall(
    project: Project, now: Situation, rows: list[int], changed: set[int], key: str, action: str
) -> None:
    tipping = tipping_class(now.rule, now.pictures.probs[rows])
    picture_wall(
        [
            _picture(project, now, row, int(tips), row in changed)
            for row, tips in zip(rows, tipping, strict=True)
        ],
        key=key,
        label=says("decide", "pictures_for", action=action),
        pick=False,
    )


def _picture(project: Project, now: Situation, row: int, tips: int, marked: bool) -> WallPicture:
    image_id = now.judged.image_ids[row]
    badge, tone = _badge(now, row) if marked else ("", "")
    return WallPicture(
        id=image_id,
        path=project.dataset.thumbnail(image_id),
        caption=f"{now.rule.classes[tips]} {percent(float(now.pictures.probs[row, tips]))}",
        badge=badge,
        tone=tone,
    )


def _badge(now: Situation, row: int) -> tuple[str, str]:
    """Whether doing something else than the likeliest class asks for really saved anything."""
    truth, said = int(now.pictures.targets[row]), int(now.pictures.predicted[row])
    chosen = int(now.rule.chosen(now.pictures.probs[row : row + 1])[0])
    asked = now.rule.is_asking(chosen)
    mine = now.stakes.asking[truth] if asked else now.stakes.table[chosen, truth]
    saved = float(now.stakes.table[now.stakes.right_action[said], truth] - mine)
    if asked and saved <= 0:
        return "looked at", ""
    return ("saves", "good") if saved > 0 else ("costs", "warn")


def _about_looks(now: Situation, where: Looks, asking: int) -> str:
    """How many pictures a human sees, and why that is another number than that of the group."""
    day, there = now.costs.pictures_a_day, now.costs.looks_a_day
    if not isfinite(now.policy.price):
        return says("decide", "nobody_can_look")
    text = decide_text().looks
    border = round(where.on_the_border * day)
    few = text.few_border if border else text.few
    enough = text.enough if asking or round(where.asked * day) else text.none
    words = enough if now.policy.price <= 0 else few
    return words.format(
        ask=as_text(now.costs.ask),
        yours=count_of(asking, "picture"),
        asked=f"{round(where.asked * day):,}",
        border=f"{border:,}",
        there=count_of(there, "look"),
        day=f"{day:,}",
        price=amount(now.policy.price, now.costs.unit),
    )


@st.fragment
def try_chances(now: Situation) -> None:
    """Sliders for the chances of one picture, and the sum of each action: the smallest one wins."""
    note(decide_text().try_chances)
    chances = _chances(now)
    sums = now.rule.sums(chances[None])[0]
    chosen = int(now.rule.chosen(chances[None])[0])
    names = now.rule.names
    labels = [
        f"{plain(shortened(name, LONGEST_ABOVE))}  {number(cost)}"
        for name, cost in zip(names, sums, strict=True)
    ]
    labels[chosen] = f"<b>{labels[chosen]}</b>"
    colours = [BLUE if i == chosen else GREY for i in range(len(names))]
    charts.show(
        rows(go.Bar(x=sums, marker_color=colours), labels),
        table=pd.DataFrame({"costs on average": sums}, index=pd.Index(names, name="action")),
        alt="; ".join(f"{name} {number(cost)}" for name, cost in zip(names, sums, strict=True)),
        key="try_chances_chart",
        height=rows_height(len(names)),
    )
    cost = amount(float(sums[chosen]), now.costs.unit)
    st.markdown(says("decide", "cheapest", name=as_text(names[chosen]), cost=cost))


def _chances(now: Situation) -> Floats:
    """What the sliders say, as chances that share out 100 %, (C,)."""
    start = np.round(FULL * now.pictures.probs[_closest_call(now)])
    shown = _shown(now, start)
    parts = np.zeros(len(now.rule.classes))
    for first in range(0, len(shown), COLUMNS):  # a row at a time, so a phone keeps the order
        for column, at in zip(st.columns(COLUMNS), shown[first : first + COLUMNS], strict=False):
            parts[at] = column.slider(
                as_text(now.rule.classes[at]),
                0,
                FULL,
                int(start[at]),
                key=f"try_{now.run_id}_{at}",
            )
    total = parts.sum()
    chances: Floats = parts / total if total else np.full(len(parts), 1 / len(parts))
    said = ", ".join(f"{as_text(now.rule.classes[at])} {percent(chances[at])}" for at in shown)
    note(says("decide", "that_makes", chances=said))
    return chances


def _shown(now: Situation, start: Floats) -> list[int]:
    """The classes with a slider: all, or those that matter most where there are too many."""
    at_stake = now.stakes.excess.max(axis=0) * (now.stakes.rates + start / FULL)
    most = np.argsort(-at_stake, kind="stable")[:MOST_CLASSES]
    return sorted(int(at) for at in most)


def _closest_call(now: Situation) -> int:
    """The picture on which the two cheapest actions differ least."""
    firsts = [group.rows[0] for group in now.groups]
    sums = np.sort(now.rule.sums(now.pictures.probs[firsts]), axis=1)
    lead = sums[:, 1] - sums[:, 0] if sums.shape[1] > 1 else sums[:, 0]
    return firsts[int(lead.argmin())]
