"""Compare: some of the learner's own runs, or a ready-made experiment; one of them at a time."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.content import says
from core.project.project import Project
from core.project.records import RunRecord
from core.training.experiments import experiments, under_way
from core.training.runs import finished_runs, run_name
from ui.parts.choice import one_of
from ui.parts.lesson import hint
from ui.train.compare_difference import MOST
from ui.train.compare_table import who_is_who
from ui.train.experiment import experiment_card
from ui.train.side_by_side import side_by_side

OWN = "runs"


def run_compare(project: Project) -> None:
    """Choose what to compare, and see it."""
    chosen = _what(project)
    if chosen == OWN:
        _own_runs(project)
    else:
        experiment_card(project, chosen)


def _what(project: Project) -> str:
    names = {OWN: "My runs", **{key: one.name for key, one in experiments().items()}}
    first = OWN if len(finished_runs(project)) > 1 else next(iter(experiments()))
    label = "Compare your own runs, or run a ready-made experiment"
    how: dict[str, Any] = {"row": st.pills, "wrap": True, "bind": "query-params"}
    return one_of(label, names, key="compare", first=under_way(project) or first, **how)


def _own_runs(project: Project) -> None:
    finished = {run.id: run for run in finished_runs(project)}
    if len(finished) < 2:
        hint(says("train", "takes_two_finished"))
        return
    chosen = st.multiselect(
        says("train", "most_runs", most=MOST),
        list(finished),
        default=_pair_to_begin_with(list(finished.values())),
        format_func=lambda run_id: run_name(finished[run_id]),
        max_selections=MOST,
        key=f"compare_runs_{project.id}",
        persist_state="session",
    )
    runs = [finished[run_id] for run_id in chosen if run_id in finished]
    if len(runs) < 2:
        hint(says("train", "choose_two_at"))
        return
    names = [run_name(run) for run in runs]
    who_is_who(names)
    side_by_side(project, runs, names, "_".join(run.id for run in runs))


def _pair_to_begin_with(finished: Sequence[RunRecord]) -> list[str]:
    """The latest run, and the latest of the other kind; else the one before."""
    latest, *others = finished
    other = next((run for run in others if run.kind != latest.kind), others[0])
    return [other.id, latest.id]
