"""The two-minute path through a simulator: each step sets the levers and says where to look."""

from collections.abc import Mapping

import streamlit as st

from core.drivetrain.simulators.content import Step, simulators_text
from core.project.guesses import forget_guesses
from core.project.project import Project

Values = Mapping[str, int | str | bool]


def path(project: Project, simulator: str, defaults: Values) -> None:
    """The step the learner is on with the way to the next one, and a way to start over."""
    steps = simulators_text().simulators[simulator].path
    at = int(st.session_state.get(_key(simulator), 0))
    with st.container(border=True):
        if at:
            st.markdown(f"**Step {at} of {len(steps)}.** {steps[at - 1].look}")
        else:
            st.markdown(f"**A path of two minutes**, in {len(steps)} steps. Or play as you like.")
        with st.container(horizontal=True, vertical_alignment="center"):
            if at < len(steps):
                _next_button(simulator, steps[at], at)
            st.button(
                "Start over",
                type="tertiary",
                key=f"reset_{simulator}",
                on_click=start_over,
                args=(project, simulator, defaults),
            )


def start_over(project: Project, simulator: str, defaults: Values) -> None:
    """Every lever back where it was, every guess forgotten."""
    st.session_state[_key(simulator)] = 0
    forget_guesses(project, simulator)
    _set(defaults)


def _next_button(simulator: str, step: Step, at: int) -> None:
    st.button(
        "Next step" if at else "Show me the way",
        key=f"step_{simulator}",
        on_click=_go,
        args=(simulator, step, at + 1),
    )


def _go(simulator: str, step: Step, at: int) -> None:
    st.session_state[_key(simulator)] = at
    _set(step.set)


def _set(values: Values) -> None:
    for key, value in values.items():
        st.session_state[key] = value


def _key(simulator: str) -> str:
    return f"path_{simulator}"
