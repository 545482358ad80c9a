"""A learner's work from objective to decision, to look at: nothing here can be clicked or typed."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.content import lesson_text
from core.curation.reveal import rounds
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.rule_words import decision_words
from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import confusion
from core.learning.pages import page_info
from core.learning.paths.paths import GuidedPath, written
from core.project.contact_sheet import contact_sheet
from core.project.project import Project
from core.project.records import RunRecord
from core.project.versions.versions import change_words
from core.training.runs import CHOSEN_RUN, outcome_of, part_of, run_name
from core.words import count_of, listed, percent
from ui.parts.cost_words import amount
from ui.parts.lesson import as_text, note

TEXT = lesson_text("teach")
MOST_RUNS, MOST_CLASSES = 6, 12


def stop_by_stop(project: Project, path: GuidedPath) -> None:
    """Everything that is there, in the order in which it is made; what is missing is said."""
    parts: tuple[Callable[[Project], None], ...] = (_plan, _pictures, _models, _cleaning, _decision)
    for title, part in zip(
        ("plan", "pictures", "models", "cleaning", "decision"), parts, strict=True
    ):
        st.markdown(f"#### {TEXT[f'look_{title}']}")
        part(project)
    _words(project, path)


def _plan(project: Project) -> None:
    plan = load_plan(project)
    if not plan.has_objective:
        note(TEXT["look_no_plan"])
    else:
        st.markdown(as_text(plan.objective))
    levers = [
        f"- {as_text(one.name)}" + (f": {as_text(one.note)}" if one.note else "")
        for one in plan.named_levers
    ]
    st.markdown("\n".join(levers))


def _pictures(project: Project) -> None:
    counts = project.dataset.classes()
    if not counts:
        note(TEXT["look_no_pictures"])
        return
    split = project.dataset.split_counts()
    names = listed([f"{as_text(name)} {count}" for name, count in counts.items()])
    held = TEXT["look_split"].format(train=split.get("train", 0), valid=split.get("valid", 0))
    st.markdown(f"{names}. :gray[{held}]")
    if sheet := contact_sheet(project):
        st.image(sheet, width="stretch", alt=TEXT["look_pictures"])


def _models(project: Project) -> None:
    """All finished trainings, also those whose results the class still waits for."""
    finished = [run for run in project.runs.all() if run.status == "finished"]
    if not finished:
        note(TEXT["look_no_model"])
        return
    chosen = project.settings.get(CHOSEN_RUN)
    theirs = next((run for run in finished if run.id == chosen), finished[0])
    for run in finished[:MOST_RUNS]:
        mark = f" :gray[· {TEXT['look_theirs']}]" if run.id == theirs.id else ""
        st.markdown(f"- {run_name(run)}: **{_right(run)}**{mark}")
    _matrix(project, theirs)


def _right(run: RunRecord) -> str:
    right = {"right": run.results.get("correct", 0), "all": run.results.get("valid", 0)}
    return TEXT["look_score"].format(**right, share=percent(float(run.results.get("accuracy", 0))))


def _matrix(project: Project, run: RunRecord) -> None:
    judged = outcome_of(project, run)
    if judged is None or len(judged.vocab) > MOST_CLASSES:
        return
    table = confusion(part_of(judged, "valid"))
    note(TEXT["look_matrix"])
    names = [as_text(name) for name in table.vocab]
    st.table(pd.DataFrame(table.counts, index=names, columns=names))


def _cleaning(project: Project) -> None:
    """What changed from version to version, the rounds of marking, and what waits."""
    said = [
        change_words(project.versions.changes(one.number), first=False)
        for one in project.versions.all()[1:]
    ]
    said += [
        TEXT["look_round"].format(
            marked=len(one.marked), pictures=len(one.pictures), label=as_text(one.label)
        )
        for one in rounds(project)
        if one.revealed
    ]
    if waiting := len(project.cleaning.staged()):
        said.append(TEXT["look_staged"].format(changes=count_of(waiting, "change")))
    if said:
        st.markdown("\n".join(f"- {line}" for line in said))
    else:
        note(TEXT["look_no_cleaning"])


def _decision(project: Project) -> None:
    made = load_decision(project)
    if made is None:
        note(TEXT["look_no_decision"])
        return
    cost, unit = made.cost_of("policy").cost, made.costs.unit
    st.markdown(TEXT["look_cost"].format(cost=amount(cost, unit)))
    st.markdown("\n".join(f"- {as_text(rule)}" for rule in decision_words(made)))


def _words(project: Project, path: GuidedPath) -> None:
    """What was typed at *Predict* and *Explain* on the way."""
    lines = []
    for number, stop in enumerate(path.stops):
        guess = written(project, path, number, "predict")
        found = written(project, path, number, "explain")
        if guess or found:
            title = f"**{page_info(stop.page).title}**"
            lines += [f"- {title} · {stop.predict} *{as_text(guess)}*"] if guess else []
            lines += [f"- {title} · {stop.explain} *{as_text(found)}*"] if found else []
    if lines:
        st.markdown(f"#### {TEXT['look_words']}")
        st.markdown("\n".join(lines))
