"""export.pkl, for a notebook with `load_learner`: prepared when asked for, then downloaded."""

from functools import partial

import streamlit as st

from core.content import lesson_text, says
from core.jobs.queue.environment import torch_is_here
from core.production.learner_file import LearnerFile, learner_file, prepare_learner_file
from core.project.archive.streamed_zip import file_download
from core.project.project import Project
from core.project.records import RunRecord
from core.words import file_size
from ui.parts.lesson import as_text
from ui.parts.streamed_download import streamed_download
from ui.parts.worker_answer import warm_worker

POLL_S = 1.0


def learner_download(project: Project, run: RunRecord) -> None:
    """The button for export.pkl; until there is one, the button that has it prepared by the warm
    worker while the rest of the page goes on."""
    preparing = learner_file(project, run).state == "preparing"
    st.fragment(_learner_button, run_every=POLL_S if preparing else None)(project, run, preparing)


def _learner_button(project: Project, run: RunRecord, was_preparing: bool) -> None:
    file = learner_file(project, run)
    if was_preparing and file.state != "preparing":
        st.rerun()
    if file.state == "ready":
        _ready(file)
    elif file.state == "preparing":
        st.status(says("parts", "packing", seconds=file.seconds))
        st.caption(says("parts", "go_on_meanwhile"))
    elif file.state == "gone":
        st.caption(file.message)
    else:
        _prepare(project, run, file)


def _ready(file: LearnerFile) -> None:
    streamed_download(
        says("parts", "download_export", size=file_size(file.path.stat().st_size)),
        file.path,
        partial(file_download, file.path),
        "export.pkl",
        key="download_learner",
        icon=None,
    )


def _prepare(project: Project, run: RunRecord, file: LearnerFile) -> None:
    if not torch_is_here():
        st.caption(lesson_text("fastai")["not_here"])
        return
    if file.state == "failed":
        st.error(as_text(file.message))
    if st.button(says("parts", "prepare_export_pkl"), key="prepare_learner"):
        prepare_learner_file(project, run, warm_worker())
        st.rerun()
