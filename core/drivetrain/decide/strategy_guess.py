"""Predict, then reveal: which simple way of deciding the learner expects to be cheapest."""

from __future__ import annotations

from core.drivetrain.decide.worth import SIMPLE, Worth
from core.project.project import Project

_SETTING = "guess_strategy"


def cheapest_simple(worths: dict[str, Worth]) -> str:
    """The key of the cheapest strategy that weighs nothing."""
    return min(SIMPLE, key=lambda key: worths[key].cost)


def save_guess(project: Project, key: str | None) -> None:
    """Keep the guess; None for "show me without a guess"."""
    project.settings.write(_SETTING, {"key": key})


def saved_guess(project: Project) -> tuple[bool, str | None]:
    """Whether the figures may be shown, and the strategy that was guessed, if any."""
    saved = project.settings.read(_SETTING)
    return (False, None) if saved is None else (True, saved["key"])
