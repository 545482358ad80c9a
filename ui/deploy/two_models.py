"""Two models, one app: a gate first, a second property, photo and place, and all of it in a ZIP."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.content import lesson_text, says
from core.deploy.homes.places import about_bytes
from core.deploy.two_models.gates import Model
from core.deploy.two_models.one_app import OneApp, app_download
from core.deploy.two_models.places import places_of
from core.project.project import Project
from core.project.records import RunRecord
from core.words import file_size, listed
from ui.deploy.two_models_choice import gate_chosen, second_chosen
from ui.deploy.two_models_gate import gate_first
from ui.deploy.two_models_photo import photo_and_place, second_property
from ui.parts.choice import one_of
from ui.parts.lesson import as_text
from ui.parts.notebook_download import file_stem
from ui.parts.streamed_download import streamed_download

TEXT = lesson_text("deploy_two_models")


def one_app(model: Model) -> None:
    """The learner chooses the gate and the second property, and takes the folder."""
    st.markdown(TEXT["app_about"])
    gate = gate_chosen(model, optional=True)
    app = OneApp(model, gate, second_chosen(model, optional=True))
    folders = listed([f"`{folder}/`" for folder in app.models])
    places = listed([as_text(name) for name in places_of(model).shares])
    st.markdown(TEXT["app_inside"].format(folders=folders, places=places or TEXT["app_no_places"]))
    size = sum(about_bytes(one.project, one.run) for one in app.models.values())
    where = tuple((one.project.path, one.run.id) for one in app.models.values())
    streamed_download(
        TEXT["app_download"].format(size=file_size(size)),
        (where, app.gate.key if app.gate else None),
        partial(app_download, app),
        f"{file_stem(model.project.name)}-one-app.zip",
        key="two_models_app",
        type="primary",
    )


STEPS: dict[str, tuple[str, Callable[[Model], None]]] = {
    "gate": ("A gate first", gate_first),
    "second": ("A second property", second_property),
    "place": ("Photo and place", photo_and_place),
    "app": ("One app", one_app),
}


def two_models(project: Project, run: RunRecord) -> None:
    """The learner chooses what a second model is for, tries it, and takes all of it home."""
    st.subheader(says("deploy", "two_models_one_app"), anchor=False)
    st.markdown(lesson_text("deploy_two_models")["intro"])
    names = {step: title for step, (title, _) in STEPS.items()}
    step = one_of(
        says("deploy", "what_for"),
        names,
        key="two_models_step",
        row=st.pills,
        wrap=True,
        persist_state="session",
    )
    STEPS[step][1](Model(project, run))
