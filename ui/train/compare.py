"""Compare: some of the learner's own runs, or a ready-made experiment; one of them at a time."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.project.project import Project
from core.project.records import RunRecord
from core.training.experiments import (
    Step,
    advance,
    begin,
    experiments,
    leave,
    refusal,
    steps,
    under_way,
)
from core.training.finetune.finetune import snapshot
from core.training.finetune.settings import CannotFineTune
from core.training.outcome import Outcome
from core.training.quick.quick import TRAINING
from core.training.runs import finished_runs, outcome_of, run_name
from core.training.waiting import result_waits
from core.words import about_left
from ui.parts.background_work import begin_or_say, stop_button
from ui.parts.choice import one_of
from ui.parts.code_panel import code_panel
from ui.parts.lesson import as_text, note, what_you_saw
from ui.train.compare_charts import accuracies, curves, mistakes_by_class
from ui.train.compare_difference import (
    EXPERIMENT,
    LETTERS,
    MOST,
    answer_guess,
    difference_words,
    guessed,
    is_it_real,
    left_out_words,
    relabelled_words,
)
from ui.train.compare_table import what_differs, what_they_cost, who_is_who
from ui.train.held_result import say_held_result, shared_training

OWN = "runs"
EVERY_S = 1.0


def run_compare(project: Project) -> None:
    """Choose what to compare, and see it."""
    chosen = _what(project)
    if chosen == OWN:
        _own_runs(project)
    else:
        experiment_card(project, chosen)


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
    label = "Compare your own runs, or run a ready-made experiment"
    how: dict[str, Any] = {"row": st.pills, "wrap": True, "bind": "query-params"}
    return one_of(label, names, key="compare", first=under_way(project) or first, **how)


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


def experiment_card(project: Project, key: str) -> None:
    """The whole experiment, as far as it has come."""
    experiment = experiments()[key]
    names = [arm.name for arm in experiment.arms]
    about = f"{EXPERIMENT}{key}"
    st.subheader(experiment.question, anchor=False)
    st.markdown(experiment.about)
    if not guessed(project, about, names, "Guess first: which will be better?"):
        return
    if under_way(project) == key:
        st.fragment(_progress, run_every=EVERY_S)(project, key)
        return
    who_is_who(names)
    now = steps(project, experiment)
    runs = [step.run for step in now if step.state == "finished" and step.run is not None]
    if any(result_waits(project, run) for run in runs):
        say_held_result(project, shared_training())
        return
    if len(runs) < len(now):
        _start(project, key, now)
        return
    side_by_side(project, runs, names, about)
    what_you_saw(experiment.lesson)


def _start(project: Project, key: str, now: Sequence[Step]) -> None:
    for step in now:
        if step.state == "broken":
            st.error(as_text(_why_broken(project, step)))
    other = under_way(project)
    if other is not None:
        st.info(f"“{experiments()[other].name}” is running; one experiment at a time.")
        return
    if not st.button("Run the experiment", type="primary", key=f"begin_{key}"):
        if refused := refusal(project, key):
            st.error(as_text(refused))
        st.caption(_what_it_takes(now))
        return
    begin_or_say(begin, project, key)


def _what_it_takes(now: Sequence[Step]) -> str:
    missing = [step for step in now if step.state != "finished"]
    trainings = "One training" if len(missing) == 1 else "Two trainings, one after the other"
    there = "; the other one is there already" if len(missing) < len(now) else ""
    return f"{trainings}{there}. A minute or a few on your machine, and you can leave the page."


def _why_broken(project: Project, step: Step) -> str:
    if step.run is None:
        now = TRAINING.progress(project)
        return f"The quick training broke off. {now.message if now else ''}"
    return f"“{step.arm.name}” broke off. {snapshot(project, step.run.id).message}"


def _progress(project: Project, key: str) -> None:
    """Both trainings as they stand; starts the second, and draws the page again at the end."""
    with suppress(CannotFineTune):  # the experiment is over then, and keeps the reason
        advance(project)
    if under_way(project) != key:
        st.rerun()
    for letter, step in zip(LETTERS, steps(project, experiments()[key]), strict=False):
        fraction, words = _how_far(project, step)
        st.progress(fraction, text=f"**{letter}** {as_text(step.arm.name)}: {words}")
    with st.container(horizontal=True, vertical_alignment="center"):
        stop_button(f"leave_{key}", leave, project)
        st.caption("What has finished is kept. You can leave this page and come back.")


def _how_far(project: Project, step: Step) -> tuple[float, str]:
    if step.state == "finished":
        return 1.0, "finished"
    if step.state == "missing":
        return 0.0, "waits for its turn"
    if step.run is None:
        now = TRAINING.progress(project)
        return (now.fraction, as_text(now.message)) if now else (0.0, "starting")
    moment = snapshot(project, step.run.id)
    left = f" ({about_left(moment.seconds_left)})" if moment.seconds_left is not None else ""
    return moment.fraction, f"{as_text(moment.message)}{left}"
