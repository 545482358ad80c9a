"""Before the page explains anything: a question to answer, and an example beside it."""

import streamlit as st

from core.classroom.answers import Asked
from core.content import says
from core.drivetrain.card.words import as_bad_as
from core.drivetrain.costs.costs import Costs
from core.drivetrain.plan.review import Check, plan_checks
from core.drivetrain.plan.templates import PlanTemplate
from core.learning.tour.place import tour_asks, tour_waits
from core.words import number
from ui.parts.class_guess import shared_guess
from ui.parts.guess import note_result, shown_at_once, tell, waits_for_class
from ui.parts.lesson import answer
from ui.session import project


def example_objective(template: PlanTemplate) -> None:
    """Show a worked objective beside the tempting one that is none, and where it could lead;
    no more than the problem while the tour asks for the objective."""
    plan = template.plan
    with st.container(border=True):
        st.markdown(f"_{template.problem}_")
        if tour_waits(project(), "objective"):
            return
        if answered("objective"):
            st.markdown(f":material/close: ~~{template.not_this}~~")
            st.caption(template.because)
        st.markdown(f":material/check: **{plan.objective}**")
        st.markdown(says("plan", "example_success", words=plan.success))
        st.markdown(says("plan", "example_affected", words=plan.affected))
        st.markdown(says("plan", "example_fear", words=plan.fear))
        st.markdown(says("plan", "example_really_well", words=plan.really_well))


def example_of(template: PlanTemplate, name: str) -> None:
    """Show what a worked plan answers to one question; for the objective also what is none."""
    with st.container(border=True):
        st.markdown(f"_{template.problem}_")
        if name == "objective":
            st.markdown(f":material/close: ~~{template.not_this}~~")
            st.caption(template.because)
        else:
            st.caption(template.plan.objective)
        st.markdown(f":material/check: **{getattr(template.plan, name)}**")


def example_levers(template: PlanTemplate) -> None:
    """Show what others can do, what it costs, what they know and would have to find out."""
    plan = template.plan
    with st.container(border=True):
        st.markdown(says("plan", "example_objective", words=plan.objective))
        rows = [f"- **{lever.name}.** {lever.note}" for lever in plan.levers]
        st.markdown("\n".join([says("plan", "example_levers"), "", *rows]))
        st.markdown(says("plan", "example_costs", unit=template.costs.unit))
        st.markdown(_matrix(template.costs))
        st.caption(" ".join(as_bad_as(words) for words in template.costs.said))
        st.markdown(says("plan", "example_data_need", words=plan.data_need))
        st.markdown(says("plan", "example_models", words=plan.models))


def _matrix(costs: Costs) -> str:
    """The cost matrix as a Markdown table, the right action of each class in bold."""
    rows = [
        [action, *(_cell(costs, action, name) for name in row)]
        for action, row in costs.table.items()
    ]
    head = [says("plan", "really_is"), *costs.classes]
    lines = [head, ["---", *("---:" for _ in costs.classes)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(costs: Costs, action: str, name: str) -> str:
    cost = number(costs.table[action][name])
    return f"**{cost}**" if costs.right(name) == action else cost


def answered(page_key: str) -> bool:
    """Whether the page's question has an answer, here or on the tour: until then what answers it
    is not shown beside it. A guess that a class holds has none."""
    if tour_asks(project(), page_key):
        return not tour_waits(project(), page_key)
    shared = shared_guess(_key(page_key))
    made = shared.made() if shared else None
    if shared and shared.is_held:
        return made is not None and not made.held
    return made is not None or st.session_state.get(_key(page_key)) is not None


def plan_check(page_key: str) -> None:
    """Ask the page's question; once the answer may be shown, say what the choice means. On the
    tour it is the tour that asks."""
    if tour_asks(project(), page_key):
        return
    check, key = plan_checks()[page_key], _key(page_key)
    chosen = shown_at_once(lambda: _ask(check, key), key=key, most=len(check.choices))
    if chosen is None:
        if not waits_for_class():
            st.caption(says("plan", "guess_first_choose"))
        return
    choice = check.choices[chosen]
    note_result(choice.right, next(one.text for one in check.choices if one.right))
    verdict = "choice_right" if choice.right else "choice_wrong"
    answer(says("plan", verdict, because=choice.says), right=choice.right)


def _ask(check: Check, key: str) -> int | None:
    texts = [choice.text for choice in check.choices]
    chosen = st.pills(
        f"**{check.ask}**",
        range(len(texts)),
        format_func=texts.__getitem__,
        key=key,
        wrap=True,
        persist_state="session",
    )
    words = "" if chosen is None else texts[chosen]
    tell(Asked(prompt=check.ask, options=tuple(texts), words=words))
    return chosen


def _key(page_key: str) -> str:
    return f"plan_check_{page_key}"
