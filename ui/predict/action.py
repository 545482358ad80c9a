"""On Predict: the action for this picture, not only its class."""

import streamlit as st

from core.content import says
from core.drivetrain.costs.starting_costs import LEVER_FOR_CLASS
from core.drivetrain.decide.policy import ActionAdvice, action_for
from core.drivetrain.decide.text import decide_text
from core.drivetrain.plan.plan import load_plan
from core.production.predictor import Prediction
from core.project.project import Project
from core.words import all_figures, percent
from ui.navigation import page_link
from ui.parts.cost_words import amount
from ui.parts.lesson import as_text


def action_advice(project: Project, prediction: Prediction) -> bool:
    """Show what the learner's decision says to do, or the way to make one; returns whether there
    is a decision to follow."""
    advice = action_for(project, prediction.probs)
    if advice is None:
        page_link("decide", says("predict", "decide_what_do"), primary=True)
        return False
    with st.container(border=True):
        st.markdown(says("predict", "your_decision_says"))
        st.subheader(as_text(advice.action), anchor=False)
        st.markdown(_why(advice))
        if advice.other_model:
            st.caption(says("predict", "decided_for_another"))
            page_link("decide", says("predict", "decide_again"), primary=True)
    return True


def _why(advice: ActionAdvice) -> str:
    unit = advice.said.unit
    costs = ", ".join(
        f"“{as_text(action)}” {amount(cost, unit)}"
        for action, cost in sorted(advice.costs.items(), key=lambda pair: _place(advice, *pair))
    )
    chances = ", ".join(
        f"{as_text(name)} {percent(share)}"
        for name, share in sorted(advice.chances.items(), key=lambda pair: -pair[1])[:4]
    )
    said = [says("predict", "costs", costs=costs), _full(advice)]
    if advice.action != advice.usual:
        said.append(says("predict", "usual", action=as_text(advice.usual)))
    said.append(says("predict", "chances", chances=chances))
    return " ".join(filter(None, said))


def _place(advice: ActionAdvice, action: str, cost: float) -> tuple[bool, bool, float]:
    """What is done comes first, then the others by cost; last a look that nobody has time for."""
    no_time = advice.day_is_full and action == advice.said.ask
    return action != advice.action, no_time, cost


def _full(advice: ActionAdvice) -> str:
    """Why nobody looks although a look would cost least; empty where that is not so."""
    if not advice.day_is_full:
        return ""
    said, looks = advice.said, decide_text().looks
    words = looks.full if said.looks_a_day else looks.nobody
    return words.format(
        ask=as_text(said.ask),
        saves=amount(advice.look_saves, said.unit),
        there=f"{said.looks_a_day:,}",
        day=f"{said.pictures_a_day:,}",
        bar=all_figures(advice.bar),
    )


NOTHING = "Nothing"


def lever_for_class(project: Project, label: str) -> None:
    """Ask what the learner does when the model says `label`, among their own levers; keep it."""
    levers = [lever.name.strip() for lever in load_plan(project).levers if lever.name.strip()]
    if not levers:
        st.markdown(says("predict", "answer_worth_what"))
        page_link("levers", says("predict", "name_your_levers"), primary=True)
        return
    chosen = _choices(project)
    key = f"lever_{project.id}_{label}"
    st.pills(
        says("predict", "lever_for", label=as_text(label)),
        [*dict.fromkeys(levers), NOTHING],
        default=chosen.get(label) if chosen.get(label) in (*levers, NOTHING) else None,
        format_func=as_text,
        wrap=True,
        key=key,
        on_change=_keep,
        args=(project, label, key),
    )


def _choices(project: Project) -> dict[str, str]:
    return project.settings.get(LEVER_FOR_CLASS)


def _keep(project: Project, label: str, key: str) -> None:
    choices = _choices(project)
    choices[label] = st.session_state[key]
    project.settings.set(LEVER_FOR_CLASS, {name: lever for name, lever in choices.items() if lever})
