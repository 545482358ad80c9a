"""A project small enough to fine-tune in a test: a few digits at 64 pixels."""

from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.finetune.finetune import look_after, snapshot
from core.training.finetune.settings import FineTuneSettings
from core.training.finetune.snapshot import RunSnapshot
from core.vision.recipe import Recipe, save_recipe

PER_CLASS = 14
SETTINGS = FineTuneSettings(epochs=1, freeze_epochs=1)


def tiny_project() -> Project:
    """About forty digits in three classes; needs DRIVETRAIN_HOME to be set."""
    project = Workspace.create().current()
    add_starter(project, per_class=PER_CLASS)
    save_recipe(project, Recipe(size=64, bs=8))
    return project


def seen_by_a_page(project: Project, run_id: str) -> RunSnapshot:
    """A fine-tune as a page that waits for it sees it: looked after, then read."""
    look_after(project)
    return snapshot(project, run_id)
