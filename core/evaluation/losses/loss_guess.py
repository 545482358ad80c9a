"""Predict, then reveal: are high losses only confident mistakes?"""

from __future__ import annotations

from core.evaluation.losses.loss_groups import HighLosses
from core.project.project import Project

ALL, MOST, SOME, NONE = "all", "most", "some", "none"
CHOICES = (ALL, MOST, SOME, NONE)


def true_answer(losses: HighLosses) -> str:
    """How many of the high losses are confident mistakes: all, most (half or more), some, none."""
    if losses.confident == losses.total:
        return ALL
    if losses.confident == 0:
        return NONE
    return MOST if 2 * losses.confident >= losses.total else SOME


def save_loss_guess(project: Project, run_id: str, choice: str | None) -> None:
    """Keep the guess about a run; None for "show me without a guess"."""
    project.settings.write(_name(run_id), {"choice": choice})


def saved_loss_guess(project: Project, run_id: str) -> tuple[bool, str | None]:
    """Whether the groups of this run may be shown, and what was guessed, if anything."""
    saved = project.settings.read(_name(run_id))
    if saved is None:
        return False, None
    return True, saved["choice"] if saved["choice"] in CHOICES else None


def _name(run_id: str) -> str:
    return f"guess_high_losses_{run_id}"
