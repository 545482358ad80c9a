"""Runs side by side in tables: only the settings that differ, then what they cost."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.content import says
from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import RunComparison
from core.evaluation.runs.run_settings import (
    ModelSize,
    Settings,
    differing,
    model_size,
    only_some_have,
    run_settings,
)
from core.project.project import Project
from core.project.records import RunRecord
from core.words import duration, file_size, large_number, listed, percent_range
from ui.parts.lesson import as_text, note
from ui.train.compare_difference import LETTERS

NONE = "–"
TOLD = ("epochs", "freeze_epochs", "lr", "bs", "augment")


def who_is_who(names: Sequence[str]) -> None:
    """One line for each run: its letter and its name."""
    for letter, name in zip(LETTERS, names, strict=False):
        st.markdown(f"**{letter}**  {as_text(name)}")


def what_differs(runs: Sequence[RunRecord]) -> None:
    """The settings in which the runs differ: one in a sentence, more in a table."""
    settings = [run_settings(run) for run in runs]
    names = differing(settings)
    if not names:
        st.markdown(says("train", "they_asked_same"))
        return
    rest = [name for name in TOLD if name in only_some_have(settings)]
    if len(names) == 1 and not rest:
        st.markdown(says("train", "one_thing", sentence=_sentence(names[0], settings)))
    elif len(names) == 1:
        st.markdown(says("train", "rest_follows", sentence=_sentence(names[0], settings)))
    else:
        differ = "things_differ" if rest else "only_things_differ"
        st.markdown(says("train", differ, count=len(names)))
        st.table(_differences(names, settings), border="horizontal")
    if rest:
        note(_only_some(rest, settings))


def what_they_cost(project: Project, runs: Sequence[RunRecord], comparison: RunComparison) -> None:
    """Right answers with their likely range, training time, and the size of the model."""
    sizes = [model_size(project, run) for run in runs]
    scores = [comparison.score(place) for place in range(len(runs))]
    rows = {
        "Right": [score.fraction for score in scores],
        "Likely range": [percent_range(score.likely) for score in scores],
        "Training time": [duration(float(run.results["seconds"])) for run in runs],
        "Model on disk": [file_size(size.bytes) if size else NONE for size in sizes],
        "Parameters": [large_number(size.parameters) if size else NONE for size in sizes],
        "of them trained": [_trained(size) for size in sizes],
    }
    st.table(_columns(rows, len(runs)), border="horizontal")


def _sentence(name: str, settings: Sequence[Settings]) -> str:
    text = compare_text()
    values = [
        f"{letter} {text.value_of(name, one[name])}"
        for letter, one in zip(LETTERS, settings, strict=False)
        if name in one
    ]
    return f"{text.name_of(name)}: {', '.join(values)}."


def _differences(names: Sequence[str], settings: Sequence[Settings]) -> pd.DataFrame:
    text = compare_text()
    rows = {
        text.name_of(name): [
            text.value_of(name, one[name]) if name in one else NONE for one in settings
        ]
        for name in names
    }
    return _columns(rows, len(settings))


def _columns(rows: dict[str, list[str]], runs: int) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(LETTERS[:runs]))


def _only_some(rest: Sequence[str], settings: Sequence[Settings]) -> str:
    """The settings that not every run has, and which runs have them."""
    runs = [letter for letter, one in zip(LETTERS, settings, strict=False) if rest[0] in one]
    only = "only_one_has" if len(runs) == 1 else "only_some_have"
    return says("train", only, runs=listed(runs), settings=_listed(rest, settings))


def _listed(names: Sequence[str], settings: Sequence[Settings]) -> str:
    text = compare_text()
    values = {name: one[name] for one in settings for name in names if name in one}
    return "; ".join(
        f"{text.name_of(name)} {text.value_of(name, value)}" for name, value in values.items()
    )


def _trained(size: ModelSize | None) -> str:
    if size is None:
        return NONE
    return "all" if size.learned == size.parameters else f"{size.learned:,}"
