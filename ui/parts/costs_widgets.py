"""Widgets that always show the costs kept in the project, whichever widget changed them."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from pydantic import ValidationError

from core.content import says
from core.drivetrain.costs.costs import CannotSay, Costs
from core.drivetrain.costs.starting_costs import COSTS, load_costs, pictures_of, save_costs
from core.project.project import Project

_WHY_NOT = "_costs_why_not"

Change = Callable[[Costs, Any], Costs]


def held(project: Project, name: str, value: Any) -> str:
    """A widget's key, with the widget set to `value` as it is kept in the project.

    It is set only where it shows something else: setting it each time would undo what the learner
    moved while the page was still busy with the move before.
    """
    key = key_of(project, name)
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def key_of(project: Project, name: str) -> str:
    """The key of one of the cost widgets of a project."""
    return f"costs_{project.id}_{name}"


def keep(project: Project, costs: Costs, key: str, change: Change) -> None:
    """As a widget's `on_change`: apply `change(costs, value)` and save; say why if it cannot be."""
    value = st.session_state[key]
    if value is not None:
        keep_changed(project, costs, lambda now: change(now, value))


def keep_changed(project: Project, costs: Costs, change: Callable[[Costs], Costs]) -> None:
    """Save what `change` makes of the costs, together with those of classes that this model does
    not know. `costs` are those on screen; where others were kept since, these are changed."""
    try:
        save_costs(project, with_unseen(project, change(_latest(project, costs))))
    except CannotSay as reason:
        st.session_state[_WHY_NOT] = str(reason)
    except ValidationError:
        st.session_state[_WHY_NOT] = says("parts", "cost_number_from")


def _latest(project: Project, costs: Costs) -> Costs:
    """The costs as they are kept now: two widgets may have been changed in one go."""
    if not project.settings.has(COSTS):
        return costs
    return load_costs(project, costs.classes)


def why_not() -> None:
    """Say once why the last change was not kept; nothing when it was."""
    reason = st.session_state.pop(_WHY_NOT, None)
    if reason:
        st.warning(reason)


def with_unseen(project: Project, costs: Costs) -> Costs:
    """`costs` with the rows of the project's classes that a model of some days ago lacks."""
    unseen = [name for name in pictures_of(project) if name not in costs.rates]
    if not unseen:
        return costs
    everything = load_costs(project, [*costs.classes, *unseen])
    return costs.changed(
        rates=costs.rates | {name: everything.rates[name] for name in unseen},
        table={
            action: row | {name: everything.table.get(action, {}).get(name, 1.0) for name in unseen}
            for action, row in costs.table.items()
        },
    )
