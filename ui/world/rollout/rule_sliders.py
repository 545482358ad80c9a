"""Go, stop and back as numbers: written first, and pulled again where they are compared."""

from typing import Any

import numpy as np
import streamlit as st

from core.content import lesson_text, read, says
from core.drivetrain.plan.plan import load_plan
from core.words import number, percent
from core.world.rollout.camp import A_NIGHT, BY_HAND
from core.world.rollout.quiet import most_misses
from core.world.rollout.rules import (
    MOST_BACK,
    MOST_CHECKED,
    MOST_GO,
    MOST_STOP,
    RULES,
    Rules,
)
from ui.navigation import page_link
from ui.parts.lesson import answer, as_text, note
from ui.world.rollout.play import Play

NAMES = read("rollout.yaml", dict[str, str], "rule_names")
LIMITS = {"go": (0, MOST_GO), "stop": (1, MOST_STOP), "back": (1, MOST_BACK)}
IN_TEN_NIGHTS = BY_HAND * A_NIGHT


def write_rules(play: Play) -> None:
    """The rules, before the first night; they stay while nights last."""
    text = lesson_text("rollout")
    st.markdown(text["rules_intro"])
    note(text["rules_miss"])
    kept, begun = play.rules, bool(play.diary.nights)
    rules = rule_sliders(kept or Rules(), key="first", disabled=begun)
    _go_says(rules)
    _costs(play)
    if begun:
        note(text["rules_kept"])
    elif rules != kept and st.button(
        says("world", "write_these_rules_down"), type="primary", key="keep_rules"
    ):
        play.here.settings.set(RULES, rules)
        st.rerun()
    if kept is not None and rules == kept:
        answer(says("world", "rules_written_down"), right=True)
    _belongs_to(play)


def rule_sliders(first: Rules, *, key: str, disabled: bool = False, **how: Any) -> Rules:
    """Four sliders, which begin at `first`; `how` goes to each of them."""
    said = {}
    places = st.columns(2, gap="large")
    for place, (name, (low, high)) in enumerate({**LIMITS, "checked": (0, MOST_CHECKED)}.items()):
        with places[place // 2]:
            said[name] = st.slider(
                NAMES[name],
                low,
                high,
                getattr(first, name),
                key=f"{key}_{name}",
                disabled=disabled,
                **how,
            )
    return Rules(**{name: min(max(value, 0), MOST_GO) for name, value in said.items()})


def _go_says(rules: Rules) -> None:
    most = most_misses(rules.go, IN_TEN_NIGHTS)
    said = lesson_text("rollout")["go_says"].format(
        go=rules.go,
        pictures=IN_TEN_NIGHTS,
        share=percent(rules.go / IN_TEN_NIGHTS),
        most=percent(most),
    )
    st.markdown(said)


def _costs(play: Play) -> None:
    """From how many misses on people are cheaper, by the learner's own costs."""
    text, stakes = lesson_text("rollout"), play.now.stakes
    mistakes = stakes.excess[stakes.excess > 0]
    if not len(mistakes):
        note(text["rules_cost_none"])
        return
    usual = float(np.median(mistakes))
    said = text["rules_cost"].format(
        unit=as_text(play.now.costs.unit),
        look=number(stakes.look),
        mistake=number(usual),
        even=number(round(IN_TEN_NIGHTS * stakes.look / usual)),
        pictures=IN_TEN_NIGHTS,
    )
    note(said)
    if play.now.costs.assumed:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(text["rules_assumed"], width="content")
            page_link("decide", primary=True)


def _belongs_to(play: Play) -> None:
    text, fear = lesson_text("rollout"), load_plan(play.here).fear.strip()
    note(text["rules_fear"].format(fear=as_text(fear)) if fear else text["rules_no_fear"])
