"""Three sliders that carry a decision: how bad, how often, and how many looks."""

import streamlit as st

from core.content import says
from core.drivetrain.costs.costs import PER, AsBadAs, Costs
from core.drivetrain.costs.starting_costs import classes_named
from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.words import number
from ui.parts.cost_words import case_words
from ui.parts.costs_widgets import held, keep, key_of
from ui.parts.lesson import as_text

TIMES = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
OFTEN = (1, 2, 5, 10, 20, 50, 100, 200, 333, 500, 800, 950, 990)


def decide_controls(project: Project, costs: Costs) -> None:
    """The sliders; every move is kept in the project."""
    words = costs.feared(classes_named(load_plan(project), costs.classes))
    bad, often, looks = st.columns([3, 2, 2], gap="medium", vertical_alignment="bottom")
    if words is not None:
        with bad:
            _how_bad(project, costs, words)
        with often:
            _how_often(project, costs, words.case.when)
    with looks:
        _looks(project, costs)


def _how_bad(project: Project, costs: Costs, words: AsBadAs) -> None:
    def change(costs: Costs, times: float) -> Costs:
        return costs.with_words(AsBadAs(case=words.case, times=times, than=words.than))

    st.select_slider(
        says(
            "decide", "how_bad", case=_capital(case_words(words.case)), than=case_words(words.than)
        ),
        _with(project, "slide_times", TIMES, words.times),
        format_func=number,
        key=held(project, "slide_times", _near(TIMES, words.times)),
        on_change=keep,
        args=(project, costs, key_of(project, "slide_times"), change),
    )


def _how_often(project: Project, costs: Costs, when: str) -> None:
    rate = costs.per_1000()[when]
    st.select_slider(
        says("decide", "how_often", when=as_text(when), per=PER),
        _with(project, "slide_rate", OFTEN, rate),
        format_func=number,
        key=held(project, "slide_rate", _near(OFTEN, rate)),
        on_change=keep,
        args=(
            *(project, costs, key_of(project, "slide_rate")),
            lambda costs, rate: costs.with_rate(when, rate),
        ),
    )


def _looks(project: Project, costs: Costs) -> None:
    st.slider(
        says("decide", "who_can_look", pictures_a_day=costs.pictures_a_day),
        0,
        max(costs.pictures_a_day, costs.looks_a_day),
        key=held(project, "slide_looks", costs.looks_a_day),
        on_change=keep,
        args=(
            *(project, costs, key_of(project, "slide_looks")),
            lambda costs, looks: costs.changed(looks_a_day=looks),
        ),
    )


def _near(steps: tuple[int, ...], value: float) -> float:
    """The step that `value` is, give or take rounding; else the value itself."""
    return next((float(step) for step in steps if abs(step - value) < 1e-6 * step), float(value))


def _with(project: Project, name: str, steps: tuple[int, ...], value: float) -> list[float]:
    """The steps and every value between them that this slider has stood at: with fewer steps it
    would be another slider, and the hand on it would lose it."""
    place = f"{key_of(project, name)}_steps"
    known: set[float] = st.session_state.setdefault(place, set(map(float, steps)))
    known.add(_near(steps, value))
    return sorted(known)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
