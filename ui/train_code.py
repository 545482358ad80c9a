"""The fine-tune as it is set now, as a script for a notebook."""

from __future__ import annotations

from core.project.project import Project
from core.training.finetune_settings import SMALL_BATCH, FineTuneSettings
from core.vision.recipe import load_recipe
from core.vision.recipe_code import training_code
from ui.code_panel import code_panel

FROM_SCRATCH = (
    "To start from random numbers, leave the weights out: `pretrained=False`, and no "
    "`load_state_dict`."
)
QUICK_HEAD = (
    "To start from the quick model's last layer, give `vision_learner` a `custom_head` that holds "
    "its weights."
)


def train_code(project: Project, settings: FineTuneSettings) -> None:
    """The code, and in words what the rarer settings add to it."""
    recipe = load_recipe(project)
    code = training_code(
        recipe,
        project.split(),
        architecture=settings.architecture,
        epochs=settings.epochs,
        freeze_epochs=settings.freeze_epochs,
        lr=settings.lr,
        train=len(project.images(split="train")),
    )
    code_panel(code, "train_code", note=" ".join(_notes(settings, recipe.bs)))


def _notes(settings: FineTuneSettings, bs: int) -> list[str]:
    notes = [] if settings.pretrained else [FROM_SCRATCH]
    if settings.patience:
        notes.append(
            f"Early stopping: `cbs=[EarlyStoppingCallback(patience={settings.patience}), "
            "SaveModelCallback()]` in `fine_tune`."
        )
    if settings.quick_head:
        notes.append(QUICK_HEAD)
    if settings.small_machine:
        notes.append(
            f"Small machine: `bs={min(SMALL_BATCH, bs)}` in `dataloaders`, and "
            f"`cbs=GradientAccumulation({bs})` in `vision_learner`."
        )
    return notes
