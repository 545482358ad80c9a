"""Two models, one app: a gate first, a second property, photo and place, and all of it in a ZIP."""

from collections.abc import Callable

import streamlit as st

from core.content import lesson_text
from core.deploy.two_models.gates import Model
from core.project.project import Project
from core.project.records import RunRecord
from ui.deploy.two_models_app import one_app
from ui.deploy.two_models_gate import gate_first
from ui.deploy.two_models_photo import photo_and_place, second_property
from ui.parts.choice import one_of

STEPS: dict[str, tuple[str, Callable[[Model], None]]] = {
    "gate": ("A gate first", gate_first),
    "second": ("A second property", second_property),
    "place": ("Photo and place", photo_and_place),
    "app": ("One app", one_app),
}


def two_models(project: Project, run: RunRecord) -> None:
    """The learner chooses what a second model is for, tries it, and takes all of it home."""
    st.subheader("Two models, one app", anchor=False)
    st.markdown(lesson_text("deploy_two_models")["intro"])
    names = {step: title for step, (title, _) in STEPS.items()}
    step = one_of(
        "What for?", names, key="two_models_step", row=st.pills, wrap=True, persist_state="session"
    )
    STEPS[step][1](Model(project, run))
