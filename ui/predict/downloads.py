"""Take your model with you: for any program (ONNX), and for fastai (export.pkl)."""

from functools import partial

import streamlit as st

from core.content import CONTENT_FOLDER
from core.deploy.homes.home import home_download
from core.deploy.homes.homes import EDGE
from core.deploy.homes.shared_files import TEMPLATES
from core.evaluation.runs.run_settings import model_size
from core.production.carried import MODULES, carried_code
from core.production.learner_file import LearnerFile, learner_file, prepare_learner_file
from core.production.run_files import model_labels, model_onnx
from core.project.archive.streamed_zip import file_download
from core.project.project import Project
from core.project.records import RunRecord
from core.words import file_size
from ui.parts.lesson import as_text
from ui.parts.streamed_download import streamed_download
from ui.parts.worker_answer import warm_worker

_WHO_OPENS = CONTENT_FOLDER / "predict_downloads.md"
POLL_S = 1.0


def model_downloads(project: Project, run: RunRecord) -> None:
    """Both ways to take the run's model along, and who opens which file."""
    for_everyone, for_fastai = st.columns(2, gap="large")
    with for_everyone:
        st.markdown("**For any program**")
        size = model_size(project, run)
        about = f" About {file_size(size.bytes)}." if size else ""
        st.caption(f"model.onnx, its labels, and an example that runs without fastai.{about}")
        _onnx_files(project, run)
    with for_fastai:
        st.markdown("**For fastai**")
        st.caption("export.pkl, for a notebook with `load_learner`.")
        _fastai_file(project, run)
    with st.expander("Who opens which file"):
        st.markdown(_WHO_OPENS.read_text(encoding="utf-8"))


def _onnx_files(project: Project, run: RunRecord) -> None:
    """The ZIP, and its parts; each is made when it is asked for, not on every visit."""
    with st.container(horizontal=True):
        streamed_download(
            "Download the ZIP",
            (project.path, run.id),
            partial(home_download, project, run, EDGE),
            "model.zip",
            key="download_bundle",
            icon=None,
        )
        parts = st.popover("One by one", type="tertiary", key="download_parts", on_change="rerun")
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


def _fastai_file(project: Project, run: RunRecord) -> None:
    """export.pkl: prepared by the warm worker while the rest of the page goes on."""
    preparing = learner_file(project, run).state == "preparing"
    st.fragment(_learner_button, run_every=POLL_S if preparing else None)(project, run, preparing)


def _learner_button(project: Project, run: RunRecord, was_preparing: bool) -> None:
    file = learner_file(project, run)
    if was_preparing and file.state != "preparing":
        st.rerun()
    if file.state == "ready":
        _ready(file)
    elif file.state == "preparing":
        st.status(f"fastai is packing your model: {file.seconds:.0f} of about 20 seconds")
        st.caption("Go on meanwhile; the button appears here.")
    elif file.state == "gone":
        st.caption(file.message)
    else:
        _prepare(project, run, file)


def _ready(file: LearnerFile) -> None:
    streamed_download(
        f"Download export.pkl ({file_size(file.path.stat().st_size)})",
        file.path,
        partial(file_download, file.path),
        "export.pkl",
        key="download_learner",
        icon=None,
    )


def _prepare(project: Project, run: RunRecord, file: LearnerFile) -> None:
    if file.state == "failed":
        st.error(as_text(file.message))
    if st.button("Prepare export.pkl", key="prepare_learner"):
        prepare_learner_file(project, run, warm_worker())
        st.rerun()
