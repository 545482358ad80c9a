"""Some runs side by side: what differs, a guess, and then all there is to say about them."""

from collections.abc import Sequence

import streamlit as st

from core.content import says
from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import outcome_of
from ui.parts.code_panel import code_panel
from ui.parts.lesson import hint, note
from ui.train.compare_charts import accuracies, curves, mistakes_by_class
from ui.train.compare_difference import (
    answer_guess,
    difference_words,
    guessed,
    is_it_real,
    left_out_words,
    relabelled_words,
)
from ui.train.compare_table import what_differs, what_they_cost


def side_by_side(
    project: Project, runs: Sequence[RunRecord], names: Sequence[str], about: str
) -> None:
    """All there is to say about these runs; first the guess `about` them, when none was made."""
    what_differs(runs)
    outcomes = [outcome_of(project, run) for run in runs]
    judged = [outcome for outcome in outcomes if outcome is not None]
    if len(judged) < len(runs):
        st.error(says("train", "answers_one_runs"))
        return
    comparison = compare_runs(judged)
    if not comparison.pictures:
        hint(compare_text().nothing_shared)
        return
    _which_pictures(comparison)
    if guessed(project, about, names, says("train", "guess_which_better")):
        _revealed(project, runs, comparison, judged, about)


def _revealed(
    project: Project,
    runs: Sequence[RunRecord],
    comparison: RunComparison,
    judged: Sequence[Outcome],
    about: str,
) -> None:
    answer_guess(project, about, comparison)
    accuracies(comparison, f"accuracies_{about}")
    st.markdown(says("train", "is_the_difference_real"))
    is_it_real(project, comparison, f"difference_{about}")
    st.markdown(says("train", "what_they_cost"))
    what_they_cost(project, runs, comparison)
    curves(runs, f"curves_{about}")
    st.markdown(says("train", "mistakes_by_class"))
    mistakes_by_class(comparison, f"mistakes_{about}")
    _test_set(judged, about)
    code_panel(compare_text().code, "compare_code")


def _which_pictures(comparison: RunComparison) -> None:
    words = left_out_words(comparison)
    if words:
        st.markdown(words)
        note(compare_text().same_pictures)
    if comparison.relabelled:
        note(relabelled_words(comparison))


def _test_set(judged: Sequence[Outcome], about: str) -> None:
    """The same on the locked test set, folded away; nothing where a run was not judged on it."""
    comparison = compare_runs(judged, "test")
    if not comparison.pictures:
        return
    with st.expander(says("train", "the_locked_test_set"), key=f"test_set_{about}"):
        note(compare_text().test_set)
        accuracies(comparison, f"test_accuracies_{about}")
        for pair in comparison.pairs:
            st.markdown(difference_words(comparison.difference(*pair), comparison.needed))
