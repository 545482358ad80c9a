"""Making the decision a part of the plan, and what it says afterwards."""

import time
from collections.abc import Sequence
from datetime import datetime
from math import isfinite

import streamlit as st

from core.content import says
from core.drivetrain.decide.decision import Decision, StrategyCost, load_decision, save_decision
from core.drivetrain.decide.rule_words import rule_words, threshold_words
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.worth import Worth
from core.project.project import Project
from ui.parts.cost_words import amount, strategy_names
from ui.parts.lesson import as_text


def keep_decision(project: Project, now: Situation, worths: dict[str, Worth]) -> None:
    """One button that makes what is on screen the learner's decision, and the decision of today."""
    made = load_decision(project)
    fresh = made is not None and made.costs == now.costs and made.run_id == now.run_id
    with st.container(border=True):
        st.button(
            "Make this my decision" if made is None else "Decide again with this",
            key="keep_decision",
            type="secondary" if fresh else "primary",
            disabled=fresh,
            on_click=_keep,
            args=(project, decision_of(now, worths)),
        )  # above the words, which grow when it is pressed
        if made is None:
            st.markdown(says("decide", "no_decision_yet"))
        else:
            st.markdown(_decision_sentence(made, fresh=fresh))


def decision_of(now: Situation, worths: dict[str, Worth]) -> Decision:
    """What is on screen as a decision."""
    names = strategy_names(now)
    return Decision(
        at=time.time(),
        run_id=now.run_id,
        classes=now.judged.classes,
        seen=now.judged.seen.tolist(),
        temperature=now.judged.temperature,
        look_price=now.policy.bar if isfinite(now.policy.bar) else None,
        costs=now.costs,
        strategies=[
            StrategyCost(key=key, name=names[key], cost=one.cost, low=one.low, high=one.high)
            for key, one in worths.items()
        ],
        pictures=len(now.judged.image_ids),
        expected=now.expected,
    )


def _keep(project: Project, decision: Decision) -> None:
    save_decision(project, decision)


def _decision_sentence(made: Decision, *, fresh: bool) -> str:
    when = datetime.fromtimestamp(made.at)
    unit = made.costs.unit
    head = says(
        "decide",
        "decided",
        time=f"{when:%H:%M}",
        day=f"{when.day} {when:%b}",
        policy=amount(made.cost_of("policy").cost, unit),
        nothing=amount(made.cost_of("nothing").cost, unit),
    )
    told, *sums = rule_words(made.rule)
    limits = _listed(threshold_words(made.rule, made.costs.dreaded))
    rules = f"{limits}\n\n{as_text(told)}\n{_listed(sums)}"
    now = says("decide", "in_the_plan" if fresh else "moved_since")
    return f"{head}\n{rules}\n\n{now}"


def _listed(rules: Sequence[str]) -> str:
    return "\n".join(f"- {as_text(rule)}" for rule in rules)
