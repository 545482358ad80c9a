"""What the fastai worker needs to build the learner's DataLoaders."""

from __future__ import annotations

from typing import Any

from core.project.project import Project
from core.vision.recipe import load_recipe, project_items


def order(project: Project) -> dict[str, Any]:
    """The learner's recipe, pictures and classes, as a request carries them."""
    items = project_items(project)
    vocab = sorted({item.label for item in items})
    return {"recipe": load_recipe(project).model_dump(), "items": items, "vocab": vocab}
