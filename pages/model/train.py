"""Train: seconds against minutes, on the learner's own pictures."""

from __future__ import annotations

from core.project.project import Project
from core.training.finetune_settings import FineTuneSettings
from core.vision.recipe import load_recipe
from core.vision.recipe_code import training_code
from ui.code_panel import code_panel
from ui.finetune_card import finetune_card
from ui.questions_here import questions_here
from ui.quick_card import quick_card
from ui.run_table import run_table
from ui.seconds_or_minutes import seconds_or_minutes
from ui.session import project
from ui.shell import lesson, needs_pictures, next_step

FROM_SCRATCH = (
    "To start from random numbers, leave the weights out: `pretrained=False`, and no "
    "`load_state_dict`."
)


def show_code(here: Project, settings: FineTuneSettings) -> None:
    """The fine-tune as it is set now, as a script for a notebook."""
    code = training_code(
        load_recipe(here),
        here.split(),
        architecture=settings.architecture,
        epochs=settings.epochs,
        freeze_epochs=settings.freeze_epochs,
        lr=settings.lr,
        train=len(here.images(split="train")),
    )
    code_panel(code, "train_code", note="" if settings.pretrained else FROM_SCRATCH)


def train_page() -> None:
    """The whole lesson."""
    lesson("Train", "How good is a model after seconds, how good after minutes?")
    here = project()
    if needs_pictures(here):
        return
    quick_card(here)
    settings = finetune_card(here)
    seconds_or_minutes(here)
    run_table(here)
    show_code(here, settings)
    questions_here("train")
    next_step("evaluate", "accuracy is one number; see which classes it mixes up.")


train_page()
