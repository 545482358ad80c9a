"""Where the model looked in one picture: asked for by a switch, shown when it is there."""

from pathlib import Path

import streamlit as st
from PIL import Image

from core.content import lesson_text, says
from core.evaluation.where_it_looked import Looked, Question, ask_again, spotlight, where_it_looked
from core.jobs.queue.environment import torch_is_here
from core.jobs.warm import WorkerFailed
from core.production.predictor import ModelUnavailable, load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import JudgedPicture
from core.words import percent, points
from ui.parts.choice import one_of
from ui.parts.lesson import as_text, hint
from ui.parts.worker_answer import warm_worker

SWITCH, TARGET = "card_looked", "card_looked_for"
POLL_SECONDS = 0.7


def looked_switch(judged: JudgedPicture) -> str | None:
    """A switch that stays as it was set from picture to picture; the class in question while it is
    on: the model's answer, or the label where the two differ and the learner asks for it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if not st.toggle(says("evaluate", "where_did_look"), key=SWITCH, persist_state="session"):
            return None
        return judged.predicted if judged.is_correct else _target(judged)


def _target(judged: JudgedPicture) -> str:
    names = {name: f"for {as_text(name)}" for name in (judged.predicted, judged.label)}
    key = f"{TARGET}_{judged.predicted}_{judged.label}"
    return one_of(says("evaluate", "what_speaks_for"), names, key=key, quiet=True)


def looked_here(project: Project, run: RunRecord, path: Path, target: int) -> None:
    """The spotlight picture for a class of the run (its number), or how far the worker is."""
    question = Question(run.id, path, target)
    every = None if not torch_is_here() or _is_there(project, question) else POLL_SECONDS
    st.fragment(_answer, run_every=every)(project, question)


def _is_there(project: Project, question: Question) -> bool:
    try:
        return where_it_looked(project, question, warm_worker()) is not None
    except WorkerFailed:
        return False  # the fragment says why, and asks again when told to


def _answer(project: Project, question: Question) -> None:
    if not torch_is_here():
        hint(lesson_text("fastai")["not_here"], icon="laptop")
        return
    try:
        looked = where_it_looked(project, question, warm_worker())
    except WorkerFailed as failure:
        st.warning(as_text(str(failure)))
        st.button(
            says("evaluate", "try_again"),
            key="card_look_again",
            on_click=ask_again,
            args=(project, question),
        )
        return
    if looked is None:
        st.caption(lesson_text("picture_card")["waiting" if warm_worker().ready else "waking"])
        return
    try:
        _show(project, question, looked)
    except ModelUnavailable as reason:
        st.warning(as_text(str(reason)))


def _show(project: Project, question: Question, looked: Looked) -> None:
    text = lesson_text("picture_card")
    figures = {"drop": points(looked.strongest), "sure": percent(looked.sure)}
    found = text["strongest" if looked.says_something else "nothing"].format(**figures)
    preprocess = load_predictor(project, question.run_id).preprocess
    with Image.open(question.picture) as picture:
        st.image(spotlight(picture, preprocess, looked), alt=found, width="stretch")
    st.markdown(found)
