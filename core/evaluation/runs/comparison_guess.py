"""Predict, then reveal: which of some runs the learner expects to be better."""

from __future__ import annotations

from collections.abc import Sequence

from core.project.project import Project

CANNOT_TELL = -1


def save_guess(project: Project, about: str, choice: int | None) -> None:
    """Keep a guess: a run's place, CANNOT_TELL, or None for "show me without a guess"."""
    project.settings.write(_name(about), {"choice": choice})


def saved_guess(project: Project, about: str) -> tuple[bool, int | None]:
    """Whether the figures may be shown, and what was guessed, if anything."""
    saved = project.settings.read(_name(about))
    return (False, None) if saved is None else (True, saved["choice"])


def about_runs(run_ids: Sequence[str]) -> str:
    """The name of a guess about these runs."""
    return "_".join(run_ids)


def _name(about: str) -> str:
    return f"guess_comparison_{about}"
