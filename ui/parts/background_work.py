"""Work behind the pages: how far it is and how to stop it; a quick training from a button."""

from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st

from core.content import says
from core.jobs.background import Background
from core.project.project import Project
from core.training.finetune.settings import CannotFineTune
from core.training.quick.quick import TRAINING, start_quick
from ui.parts.lesson import as_text, hint

EVERY_S = 0.5


def watched(
    kind: Background[Any],
    project: Project,
    *,
    key: str,
    waiting: str = "",
    about: Hashable = None,
) -> bool:
    """Whether such work (`about` this) is under way in the project; then its progress is here,
    with Stop.

    The page reruns by itself when the work has ended; the place of the progress stays, so that
    nothing below it is drawn again. `key` is that of the button, `waiting` what is said while the
    work cannot go on.
    """
    place = st.container()
    now = kind.progress(project, about)
    if now is None or now.state != "running":
        return False
    with place:
        st.fragment(_progress, run_every=EVERY_S)(kind, project, key, waiting, about)
    return True


def _progress(
    kind: Background[Any], project: Project, key: str, waiting: str, about: Hashable
) -> None:
    now = kind.progress(project, about)
    if now is None or now.state != "running":
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(now.fraction, text=as_text(now.message))
        if st.button(says("parts", "stop"), key=key):
            kind.stop(project, about)
    if now.waiting and waiting:
        hint(waiting, icon="hourglass_empty")


def begin_or_say(begin: Callable[..., object], *args: object) -> None:
    """Start a fine-tune or a search and draw the page again; else say why it cannot start."""
    try:
        begin(*args)
    except CannotFineTune as reason:
        st.error(as_text(str(reason)))
        return
    st.rerun()


def stop_button(key: str, stop: Callable[..., None], *args: object) -> None:
    """The button that ends such work."""
    st.button(
        says("parts", "stop"), key=key, icon=":material/stop_circle:", on_click=stop, args=args
    )


def quick_training(project: Project, label: str, *, key: str) -> None:
    """A button that trains the quick model right here; while it trains, its progress instead."""
    if watched(TRAINING, project, key=f"{key}_stop"):
        return
    training = TRAINING.progress(project)
    if training is not None and training.state == "failed":
        st.error(as_text(training.message))
    if st.button(label, type="primary", key=key):
        start_quick(project)
        st.rerun()
