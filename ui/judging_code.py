"""*Show the code* on the pages that judge the model: Evaluate and Clean."""

from __future__ import annotations

from typing import Literal

from core.production.judging_code import judging_code
from core.project.project import Project
from ui.code_panel import code_panel
from ui.notebook_download import archive_name

CLEANER = "For pictures in folders fastai has a widget, too: `ImageClassifierCleaner(learn)`."


def judging_panel(project: Project, page: Literal["evaluate", "clean"]) -> None:
    """The code panel, with the two files that the code reads named below it."""
    archive = archive_name(project)
    note = f"It reads `{archive}` (*Save project* in the sidebar) and `export.pkl` (Predict)."
    widget = f" {CLEANER}" if page == "clean" else ""
    code_panel(judging_code(project, page, archive), f"{page}_code", note + widget)
