"""From one click to a trained model: a starter set comes in, and training begins at once."""

import streamlit as st

from core.content import says
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS, add_starter
from core.training.quick.quick import TRAINING, start_quick
from core.training.runs import finished_runs

NO_WAIT_S = 1.0  # a training on known pictures is over by then, and nobody sees a progress bar


def unpack(project: Project, name: str = FIRST) -> None:
    """Adds the starter set `name`, saying how far it is."""
    title = STARTERS[name].title
    bar = st.progress(0.0, says("parts", "unpacking", title=title))

    def progress(done: int, total: int) -> None:
        if done % 20 == 0:
            far = says("parts", "unpacked", title=title, done=done, total=total)
            bar.progress(min(done / total, 1.0), far)

    add_starter(project, name, progress=progress)
    bar.empty()


def unpack_and_train(project: Project, name: str = FIRST) -> None:
    """Adds the starter set `name`; with no model yet, the first one begins to train.

    It goes on while the learner looks at any page.
    """
    unpack(project, name)
    if not finished_runs(project):
        start_quick(project)
        TRAINING.wait(project, NO_WAIT_S)
