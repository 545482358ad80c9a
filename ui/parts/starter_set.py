"""The starter set on a page: in and to a model with one click; three bears told apart."""

import streamlit as st

from core.content import says
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS, add_starter
from core.starter.tell_apart import tell_apart, with_arrows
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


def bears_told_apart() -> None:
    """Show the three pictures with their names, and what the numbers mean."""
    three_bears(220)
    st.markdown(tell_apart().words)


def three_bears(width: int) -> None:
    """The three pictures side by side, each `width` pixels wide."""
    with st.container(horizontal=True, gap="small"):
        for place, pointed in enumerate(tell_apart().pictures):
            st.image(with_arrows(place), width=width, caption=pointed.caption)
