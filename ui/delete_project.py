"""Deleting the open project, folded away and asked twice."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.gather.delete_project import StillAtWork, delete_project
from core.project.project import Project
from core.project.workspace import Workspace
from ui.run_words import count_of
from ui.shell import as_text


def deletion(workspace: Workspace, project: Project, go_on: Callable[[Project], None]) -> None:
    """What goes, a box to tick, and the button; `go_on(project)` opens the one that is left."""
    with st.expander("Delete this project", icon=":material/delete:", key="delete_project"):
        info = project.info()
        pictures = count_of(info.images, "picture")
        st.markdown(
            f"**{as_text(info.name)}** goes for good: its {pictures}, labels, models and answers. "
            "Nobody can bring it back. Save it first if you may want it again."
        )
        key = f"sure_delete_{project.id}"
        sure = st.checkbox(f"Yes, delete {as_text(info.name)} for good", key=key)
        if not st.button("Delete it", key="delete_project_now", disabled=not sure):
            return
        try:
            left = delete_project(workspace, project)
        except StillAtWork as reason:
            st.warning(str(reason))
            return
    go_on(left)
