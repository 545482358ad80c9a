"""The cost matrix as a table to type in: actions down, true classes across."""

from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from core.content import says
from core.drivetrain.costs.costs import Case, Costs
from core.project.project import Project
from ui.parts.costs_widgets import keep_changed, key_of
from ui.parts.lesson import as_text, note


def numbers(project: Project, costs: Costs) -> None:
    """Show the matrix; a number typed into it is kept at once."""
    table = pd.DataFrame.from_dict(costs.table, orient="index", columns=costs.classes)
    key = key_of(project, f"table_{_fingerprint(costs)}")
    st.data_editor(
        table.rename_axis(says("plan", "if_really")),
        key=key,
        width="stretch",
        num_rows="fixed",
        disabled=["_index"],
        column_config={
            name: st.column_config.NumberColumn(name, min_value=0, required=True)
            for name in costs.classes
        },
        on_change=lambda: _keep_edits(project, costs, st.session_state[key]),
    )
    note(says("plan", "about_table", unit=as_text(costs.unit), ask=as_text(costs.ask)))


def edited(costs: Costs, edits: dict[str, Any]) -> Costs:
    """`costs` with what `st.data_editor` reports as edited; raises ValidationError."""
    for row, cells in edits.get("edited_rows", {}).items():
        for when, value in cells.items():
            if value is not None and when in costs.rates:
                case = Case(action=costs.actions[int(row)], when=when)
                costs = costs.with_cost(case, float(value))
    return costs


def _keep_edits(project: Project, costs: Costs, edits: dict[str, Any]) -> None:
    keep_changed(project, costs, lambda now: edited(now, edits))


def _fingerprint(costs: Costs) -> str:
    """Another table, another editor: so that no old edit is laid over new numbers."""
    return sha256(repr(costs.table).encode()).hexdigest()[:12]
