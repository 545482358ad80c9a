"""The home for Hugging Face Spaces with Gradio."""

from typing import Any

from core.deploy.homes.home import python_home
from core.deploy.homes.pins import PYTHON, pins
from core.deploy.homes.space import space
from core.project.project import Project
from core.vision.model_labels import ModelLabels


def _front(project: Project, labels: ModelLabels) -> dict[str, Any]:
    version = pins()["gradio"]
    return space(
        project, labels, "gradio", sdk_version=version, app_file="app.py", python_version=PYTHON
    )


GRADIO = python_home("gradio", "gradio", front=_front)
