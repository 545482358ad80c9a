"""Every run of the project in one table, and which of them is "your model"."""

from typing import Any

import pandas as pd
import streamlit as st

from core.content import says
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.settings import (
    FineTuneSettings,
    architecture_in_words,
    finetune_settings,
)
from core.training.runs import (
    KINDS,
    choose_run,
    chosen_run,
    finished_runs,
    result_waits,
    run_name,
    run_time,
)
from core.vision.recipe import run_recipe
from core.words import duration, percent
from ui.parts.lesson import note
from ui.parts.no_model import offer_newer
from ui.train.quick import looked_too


def run_table(project: Project) -> None:
    """The runs, newest first: what they were asked, how they ended. Nothing without runs."""
    runs = project.runs.all()
    if not runs:
        return
    yours = chosen_run(project)
    if yours is not None:
        offer_newer(project, yours, "train")
    with st.expander(says("train", "your_runs", count=len(runs)), key="your_runs"):
        if yours is not None:
            _choose(project, yours)
        st.dataframe(
            pd.DataFrame([_row(project, run, yours) for run in runs]),
            hide_index=True,
            width="stretch",
            key="runs",
        )


def _row(project: Project, run: RunRecord, yours: RunRecord | None) -> dict[str, Any]:
    shown = run.status == "finished" and not result_waits(project, run)
    results = run.results if shown else {}
    return {
        "Run": KINDS.get(run.kind, run.kind),
        "When": run_time(run),
        "Status": "your model" if yours and run.id == yours.id else run.status,
        "Accuracy": percent(float(results["accuracy"])) if results else "",
        "Right": f"{results['correct']} of {results['valid']}" if results else "",
        "Took": duration(float(results["seconds"])) if results else "",
        "Dataset version": run.version,
        "Settings": settings_in_words(run),
    }


def settings_in_words(run: RunRecord) -> str:
    """What the run was asked, short; for a quick one, that its body stays as it is."""
    said = _quick_settings(run) if run.kind == "quick" else _settings(run)
    return ", ".join(filter(None, said))


def _quick_settings(run: RunRecord) -> list[str]:
    return [says("train", "as_it_is"), says("train", "new_last_layer"), looked_too(run)]


def _settings(run: RunRecord) -> list[str]:
    """What was asked, one thing after the other; at the end what most runs leave alone."""
    chosen, recipe = finetune_settings(run), run_recipe(run)
    epochs = {"frozen": chosen.freeze_epochs, "epochs": chosen.epochs}
    return [
        says("train", _start(chosen), body=architecture_in_words(chosen.architecture)),
        says("train", "epochs", **epochs),
        says("train", "rate", rate=chosen.lr),
        says("train", "size", size=recipe.size),
        says("train", "batch", pictures=chosen.bs or recipe.bs),
        says("train", "early", epochs=chosen.patience) if chosen.patience else "",
        says("train", "small_machine") if chosen.small_machine else "",
    ]


def _start(chosen: FineTuneSettings) -> str:
    if not chosen.pretrained:
        return "body_from_scratch"
    return "body_from_quick" if chosen.quick_head else "body"


def _choose(project: Project, yours: RunRecord) -> None:
    """A choice is written by a press only: a select box also fires when its options change."""
    names = {run.id: run_name(run) for run in finished_runs(project)}
    key = f"your_model_{project.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.selectbox(
            says("train", "model_run_evaluate"),
            list(names),
            index=list(names).index(yours.id),
            format_func=lambda run_id: names.get(run_id, run_id),
            key=f"{key}_{yours.id}",
        )
        st.button(
            says("train", "make_it_your_model"),
            key=f"{key}_choose",
            disabled=shown == yours.id,
            on_click=choose_run,
            args=(project, shown),
        )
    if yours.kind == "finetune":
        note(says("train", "clean_asks_quick"))
