"""Compare: some of the learner's own runs, or a ready-made experiment; one of them at a time."""

from collections.abc import Sequence

import streamlit as st

from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.project.project import Project
from core.project.records import RunRecord
from core.training.experiments import experiments, under_way
from core.training.outcome import Outcome
from core.training.runs import finished_runs, outcome_of, run_name
from ui.parts.code_panel import code_panel
from ui.parts.lesson import note
from ui.train.compare_charts import accuracies, curves, mistakes_by_class
from ui.train.compare_difference import is_it_real
from ui.train.compare_experiment import experiment_card
from ui.train.compare_guess import answer_guess, guessed
from ui.train.compare_table import what_differs, what_they_cost, who_is_who
from ui.train.compare_words import MOST, difference_words, left_out_words, relabelled_words

OWN = "runs"


def run_compare(project: Project) -> None:
    """Choose what to compare, and see it."""
    chosen = _what(project)
    if chosen == OWN:
        _own_runs(project)
    else:
        experiment_card(project, chosen, side_by_side)


def side_by_side(
    project: Project, runs: Sequence[RunRecord], names: Sequence[str], about: str
) -> None:
    """All there is to say about these runs; first the guess `about` them, when none was made."""
    what_differs(runs)
    outcomes = [outcome_of(project, run) for run in runs]
    judged = [outcome for outcome in outcomes if outcome is not None]
    if len(judged) < len(runs):
        st.error("The answers of one of these runs are gone. Train it again.")
        return
    comparison = compare_runs(judged)
    if not comparison.pictures:
        st.info(compare_text().nothing_shared)
        return
    _which_pictures(comparison)
    if guessed(project, about, names, "Guess first: which is better?"):
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
    st.markdown("#### Is the difference real?")
    is_it_real(project, comparison, f"difference_{about}")
    st.markdown("#### What they cost")
    what_they_cost(project, runs, comparison)
    curves(runs, f"curves_{about}")
    st.markdown("#### Mistakes by class")
    mistakes_by_class(comparison, f"mistakes_{about}")
    _test_set(judged, about)
    code_panel(compare_text().code, "compare_code")


def _what(project: Project) -> str:
    names = {OWN: "My runs", **{key: one.name for key, one in experiments().items()}}
    first = OWN if len(finished_runs(project)) > 1 else next(iter(experiments()))
    chosen = st.pills(
        "Compare your own runs, or run a ready-made experiment",
        list(names),
        format_func=lambda key: names[key],
        default=under_way(project) or first,
        required=True,
        wrap=True,
        key="compare",
        bind="query-params",
    )
    return chosen if chosen in names else first


def _own_runs(project: Project) -> None:
    finished = {run.id: run for run in finished_runs(project)}
    if len(finished) < 2:
        st.info("It takes two finished runs. Fine-tune under Minutes, or run an experiment above.")
        return
    chosen = st.multiselect(
        f"Two to {MOST} runs",
        list(finished),
        default=_pair_to_begin_with(list(finished.values())),
        format_func=lambda run_id: run_name(finished[run_id]),
        max_selections=MOST,
        key=f"compare_runs_{project.id}",
        persist_state="session",
    )
    runs = [finished[run_id] for run_id in chosen if run_id in finished]
    if len(runs) < 2:
        st.info("Choose two at least.")
        return
    names = [run_name(run) for run in runs]
    who_is_who(names)
    side_by_side(project, runs, names, "_".join(run.id for run in runs))


def _pair_to_begin_with(finished: Sequence[RunRecord]) -> list[str]:
    """The latest run, and the latest of the other kind; else the one before."""
    latest, *others = finished
    other = next((run for run in others if run.kind != latest.kind), others[0])
    return [other.id, latest.id]


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
    with st.expander("The locked test set", key=f"test_set_{about}"):
        note(compare_text().test_set)
        accuracies(comparison, f"test_accuracies_{about}")
        for pair in comparison.pairs:
            st.markdown(difference_words(comparison.difference(*pair), comparison.needed))
