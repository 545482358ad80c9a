"""Predict, then reveal: the guesses made in the simulators, kept with the project."""

from __future__ import annotations

from core.project.project import Project

_SETTING = "simulator_guesses"


def saved_guess(project: Project, simulator: str, guess: str) -> tuple[bool, str | None]:
    """Whether the answer may be shown, and what was guessed, if anything."""
    saved: dict[str, str | None] = project.settings.read(_SETTING, {}) or {}
    key = f"{simulator}.{guess}"
    return key in saved, saved.get(key)


def save_guess(project: Project, simulator: str, guess: str, choice: str | None) -> None:
    """Keep the guess; None for "show me without a guess"."""
    saved = project.settings.read(_SETTING, {}) or {}
    project.settings.write(_SETTING, {**saved, f"{simulator}.{guess}": choice})


def forget_guesses(project: Project, simulator: str) -> None:
    """Forget this simulator's guesses, to start it over."""
    saved = project.settings.read(_SETTING, {}) or {}
    kept = {key: made for key, made in saved.items() if not key.startswith(f"{simulator}.")}
    project.settings.write(_SETTING, kept)
