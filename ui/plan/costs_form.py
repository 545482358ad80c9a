"""What mistakes cost: said in words or in numbers, with how often and who can look."""

from functools import partial

import streamlit as st

from core.content import says
from core.drivetrain.costs.costs import AsBadAs, Case, Costs
from core.drivetrain.costs.starting_costs import (
    ASK,
    as_among,
    classes_named,
    load_costs,
    pictures_of,
    with_asker,
)
from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.words import number
from ui.parts.cost_words import case_words, starting_words
from ui.parts.costs_widgets import held, keep, keep_changed, key_of, why_not
from ui.parts.fold import fold
from ui.parts.lesson import as_text, hint, note
from ui.plan.costs_table import numbers

MOST_OFFERED = 200


def costs_form(project: Project, costs: Costs | None = None, *, expanded: bool = False) -> None:
    """A panel to say costs in; every change is kept at once.

    Decide passes the `costs` of its model's classes; elsewhere they are the project's, which must
    be there (`can_be_priced`).
    """
    costs = costs or load_costs(project)
    fold(
        says("plan", "what_mistakes_cost_you"),
        key_of(project, "form"),
        partial(_ways_to_say, project, costs),
        expanded=expanded,
    )
    why_not()  # below the form: what comes and goes with a change moves nothing under the hand
    if costs.assumed:
        as_pictures = as_among(pictures_of(project, costs.classes), costs)
        hint(starting_words(costs, as_pictures=as_pictures))


def _ways_to_say(project: Project, costs: Costs) -> None:
    """Four tabs; only the one that the learner looks at is drawn."""
    ways = {
        "In words": _in_words,
        "In numbers": _in_numbers,
        "How often": _rates,
        "Who looks": _human,
    }
    tabs = st.tabs(list(ways), key=key_of(project, "tabs"), on_change="rerun")
    for tab, draw in zip(tabs, ways.values(), strict=True):
        if tab.open:
            with tab:
                draw(project, costs)


def _in_words(project: Project, costs: Costs) -> None:
    _right_actions(project, costs)
    _sentence_builder(project, costs)


def _in_numbers(project: Project, costs: Costs) -> None:
    _unit(project, costs)
    numbers(project, costs)


def _right_actions(project: Project, costs: Costs) -> None:
    """Which action is right for which class: it costs least."""
    st.markdown(says("plan", "what_right_thing"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for position, when in enumerate(costs.classes):
            name = f"right_{position}_{when}"

            def change(costs: Costs, action: str, when: str = when) -> Costs:
                return costs.with_right(when, action)

            st.selectbox(
                says("plan", "when_it_is", name=as_text(when)),
                costs.actions,
                key=held(project, name, costs.right(when)),
                on_change=keep,
                args=(project, costs, key_of(project, name), change),
                width=260,
            )


def _sentence_builder(project: Project, costs: Costs) -> None:
    """This mistake is as bad as N of that one."""
    words = costs.feared(classes_named(load_plan(project), costs.classes))
    if words is None:
        return
    offered = dict.fromkeys([words.case, *costs.mistakes()[:MOST_OFFERED], words.than])
    cases = {says("costs", "plain_case", action=c.action, when=c.when): c for c in offered}
    st.markdown(says("plan", "how_bad_mistake"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose_case(project, "case", cases, words.case)
        st.number_input(
            says("plan", "is_as_bad_as"), 0.01, 1e6, 10.0, format="%g",
            key=key_of(project, "times"), width=150, persist_state="page",
        )  # fmt: skip
        _choose_case(project, "than", cases, words.than)
        st.button(
            says("plan", "say_so"),
            key=key_of(project, "say"),
            type="primary",
            on_click=_say,
            args=(project, costs, cases),
        )
    for said in costs.still_said():
        note(_as_sentence(said))


def _choose_case(project: Project, name: str, cases: dict[str, Case], first: Case) -> None:
    st.selectbox(
        "This" if name == "case" else "times this",
        list(cases),
        index=list(cases.values()).index(first),
        key=key_of(project, name),
        width=320,
        persist_state="page",
    )


def _say(project: Project, costs: Costs, cases: dict[str, Case]) -> None:
    """Apply what the three fields say at the moment of the click."""
    case, times, than = (st.session_state[key_of(project, n)] for n in ("case", "times", "than"))
    words = AsBadAs(case=cases[case], times=times, than=cases[than])
    keep_changed(project, costs, lambda now: now.with_words(words))


def _as_sentence(words: AsBadAs) -> str:
    case, than, times = case_words(words.case), case_words(words.than), number(words.times)
    bad = "as_bad" if words.times == 1 else "times_as_bad"
    return says("plan", bad, case=case, than=than, times=times)


def _unit(project: Project, costs: Costs) -> None:
    st.text_input(
        says("plan", "unit_false_alarms"),
        key=held(project, "unit", costs.unit),
        max_chars=40,
        on_change=keep,
        args=(
            *(project, costs, key_of(project, "unit")),
            lambda costs, unit: costs.changed(unit=unit.strip() or costs.unit),
        ),
    )


def _rates(project: Project, costs: Costs) -> None:
    """Pictures of each class among 1,000 real ones."""
    st.markdown(says("plan", "pictures_real_life"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for position, (when, rate) in enumerate(costs.per_1000().items()):
            name = f"rate_{position}_{when}"

            def change(costs: Costs, rate: float, when: str = when) -> Costs:
                return costs.with_rate(when, rate)

            st.number_input(
                as_text(when),
                0.0,
                1000.0,
                step=1.0,
                format="%g",
                key=held(project, name, round(rate, 2)),
                on_change=keep,
                args=(project, costs, key_of(project, name), change),
                width=150,
            )
    note(says("plan", "change_one_others"))


def _human(project: Project, costs: Costs) -> None:
    """Which action is a human's look, what it costs, and how many there can be."""
    levers = [lever.name.strip() for lever in load_plan(project).named_levers]
    askers = [name for name in dict.fromkeys([ASK, *levers]) if name != costs.idle]
    with st.container(horizontal=True):
        _held_select(project, costs, askers)
        _held_number(project, costs, "look", says("plan", "what_one_look_costs"), 0.0)
        _held_number(project, costs, "looks_a_day", says("plan", "looks_day_most"), 0)
        _held_number(project, costs, "pictures_a_day", says("plan", "pictures_come_day"), 1)
    note(says("plan", "after_look_right"))


def _held_select(project: Project, costs: Costs, askers: list[str]) -> None:
    st.selectbox(
        says("plan", "lever_where_human"),
        askers,
        key=held(project, "asker", costs.ask),
        on_change=keep,
        args=(project, costs, key_of(project, "asker"), with_asker),
        width=320,
    )


def _held_number(project: Project, costs: Costs, field: str, label: str, least: float) -> None:
    def change(costs: Costs, value: float) -> Costs:
        return costs.changed(**{field: value})

    st.number_input(
        label,
        min_value=least,
        key=held(project, field, getattr(costs, field)),
        on_change=keep,
        args=(project, costs, key_of(project, field), change),
        width=200,
    )
