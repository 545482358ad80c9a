"""Train: seconds against minutes, on the learner's own pictures."""

from __future__ import annotations

from ui.finetune_card import finetune_card
from ui.questions_here import questions_here
from ui.quick_card import quick_card
from ui.run_table import run_table
from ui.seconds_or_minutes import seconds_or_minutes
from ui.session import project
from ui.shell import lesson, needs_pictures, next_step
from ui.train_code import train_code


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
    train_code(here, settings)
    questions_here("train")
    next_step("evaluate", "accuracy is one number; see which classes it mixes up.")


train_page()
