"""Train: seconds against minutes, on the learner's own pictures."""

from core.project.project import Project
from ui.parts.lesson import lesson, needs_pictures
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.train.compare import run_compare
from ui.train.finetune import finetune_card
from ui.train.lesson import seconds_or_minutes
from ui.train.quick import quick_card
from ui.train.run_table import run_table
from ui.train.tabs import train_code, train_view


def train_page() -> None:
    """The whole lesson, one of its three parts at a time."""
    lesson("train")
    here = project()
    if needs_pictures(here):
        return
    {"seconds": seconds, "minutes": minutes, "compare": compare}[train_view(here)](here)
    run_table(here)
    page_foot("train")


def seconds(here: Project) -> None:
    """A quick training."""
    quick_card(here)
    seconds_or_minutes(here)


def minutes(here: Project) -> None:
    """A fine-tune, and the code it runs."""
    settings = finetune_card(here)
    seconds_or_minutes(here)
    train_code(here, settings)


def compare(here: Project) -> None:
    """Runs side by side, and ready-made experiments."""
    run_compare(here)


train_page()
