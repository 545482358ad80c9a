"""The fine-tune as it is set now, as a script for a notebook."""

from __future__ import annotations

from core.project.project import Project
from core.training.finetune_code import training_code
from core.training.finetune_settings import FineTuneSettings
from core.vision.recipe import load_recipe
from ui.code_panel import code_panel
from ui.notebook_download import archive_name

WHERE = "`{archive}` is what *Save project* in the sidebar saves, with your labels and your split."
QUICK_HEAD = (
    "Starting from the quick model's last layer is not in it yet: the notebook has it, once such a "
    "fine-tune has been started."
)


def train_code(project: Project, settings: FineTuneSettings) -> None:
    """The code that this fine-tune runs, from the saved project to the export."""
    archive = archive_name(project)
    train = len(project.images(split="train"))
    code = training_code(load_recipe(project), settings, train=train, archive=archive)
    notes = [WHERE.format(archive=archive), *([QUICK_HEAD] if settings.quick_head else [])]
    code_panel(code, "train_code", note=" ".join(notes))
