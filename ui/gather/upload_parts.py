"""What an upload widget holds, taken over so that the server does not keep a second copy."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.content import lesson_text, says
from core.gather.class_names import like
from core.project.project import Project
from ui.parts.lesson import as_text

TEXT = lesson_text("arrival")

Uploads = Sequence[UploadedFile]
CLASS = "gather_class"  # the key of the box with the class that pictures belong to


def taken_over(files: Uploads) -> list[tuple[str, bytes]]:
    """(name, bytes) of `files`, which Streamlit forgets here: it would hold them in memory until
    the browser tab closes. The widget must get a new key afterwards (`next_key`)."""
    held = [(file.name, file.getvalue()) for file in files]
    forgotten(files)
    return held


def forgotten(files: Uploads) -> None:
    """Lets go of `files`, which Streamlit would hold in memory until the browser tab closes."""
    context = get_script_run_ctx()
    remove = getattr(context and context.uploaded_file_mgr, "remove_file", None)
    if context is not None and remove is not None:
        for file in files:
            remove(context.session_id, file.file_id)


def widget_key(name: str) -> str:
    """The key that the upload widget `name` has now."""
    return f"{name}_{st.session_state.get(_counter(name), 0)}"


def next_key(name: str) -> None:
    """Replaces the widget `name` by an empty one at the next run."""
    st.session_state[_counter(name)] = int(st.session_state.get(_counter(name), 0)) + 1


def _counter(name: str) -> str:
    return f"_{name}_uploads"


def class_choice(project: Project) -> str:
    """One of the project's classes, or one the learner types; empty while there is no choice."""
    chosen = st.selectbox(
        says("gather", "which_class_they"),
        list(project.dataset.classes()),
        index=None,
        accept_new_options=True,
        placeholder=says("gather", "choose_class_type"),
        key=CLASS,
        persist_state="session",
    )
    return meant_class(project, chosen or "", "chosen")


def meant_class(project: Project, typed: str, key: str) -> str:
    """The class that is meant by a name just typed: itself, or one that is there and may be the
    same spelled otherwise; "" until the learner has said which. `key` tells two questions apart."""
    known = project.dataset.classes()
    near = like(typed, known) if typed and typed not in known else []
    return _one_or_two(typed, near[0], key) if near else typed


def _one_or_two(new: str, there: str, key: str) -> str:
    """The class that is meant where a new name may be another spelling of one that is there: as
    long as nobody says so, neither."""
    said = st.radio(
        TEXT["one_or_two"].format(new=as_text(new), there=as_text(there)),
        [there, new],
        index=None,
        format_func=as_text,
        horizontal=True,
        key=f"spelling_{key}_{new}",
    )
    return said or ""
