"""Take your model with you: for any program (ONNX), and for fastai (export.pkl)."""

from functools import partial

import streamlit as st

from core.content import CONTENT_FOLDER, says
from core.deploy.homes.home import home_download
from core.deploy.homes.homes import EDGE
from core.deploy.homes.shared_files import TEMPLATES
from core.evaluation.runs.run_settings import model_size
from core.production.carried import MODULES, carried_code
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import file_download
from core.project.project import Project
from core.project.records import RunRecord
from core.words import file_size
from ui.parts.learner_download import learner_download
from ui.parts.streamed_download import streamed_download

_WHO_OPENS = CONTENT_FOLDER / "predict_downloads.md"


def model_downloads(project: Project, run: RunRecord) -> None:
    """Both ways to take the run's model along, and who opens which file."""
    for_everyone, for_fastai = st.columns(2, gap="large")
    with for_everyone:
        st.markdown(says("predict", "for_any_program"))
        size = model_size(project, run)
        about = file_size(size.bytes) if size else ""
        st.caption(says("predict", "everyone_size" if size else "everyone", size=about))
        _onnx_files(project, run)
    with for_fastai:
        st.markdown(says("predict", "for_fastai"))
        st.caption(says("predict", "export_pkl_for"))
        learner_download(project, run)
    with st.expander(says("predict", "who_opens_which_file")):
        st.markdown(_WHO_OPENS.read_text(encoding="utf-8"))


def _onnx_files(project: Project, run: RunRecord) -> None:
    """The ZIP, and its parts; each is made when it is asked for, not on every visit."""
    with st.container(horizontal=True):
        streamed_download(
            says("predict", "download_the_zip"),
            (project.path, run.id),
            partial(home_download, project, run, EDGE),
            "model.zip",
            key="download_bundle",
            icon=None,
        )
        parts = st.popover(
            says("predict", "one_by_one"), type="tertiary", key="download_parts", on_change="rerun"
        )
        if parts.open:
            with parts:
                _onnx_parts(project, run)


def _onnx_parts(project: Project, run: RunRecord) -> None:
    streamed_download(
        "model.onnx",
        (project.path, run.id),
        lambda: file_download(model_onnx(project, run)),
        "model.onnx",
        key="download_model.onnx",
        icon=None,
    )
    texts = {
        "labels.json": lambda: model_labels(project, run).to_json(),
        "predict.py": (TEMPLATES / EDGE.key / "predict.py").read_text,
    } | {name: partial(carried_code, module) for name, module in MODULES.items()}
    for name, text in texts.items():
        st.download_button(name, text, name, on_click="ignore", key=f"download_{name}")
