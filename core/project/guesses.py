"""Predict, then reveal: the pair of classes a learner expects to be mixed up most."""

from __future__ import annotations

from core.project.project import Project

Pair = tuple[str, str]


def save_guess(project: Project, run_id: str, guess: Pair | None) -> None:
    """Keep the learner's guess for a run; None for "show me without a guess"."""
    project.settings.write(_name(run_id), {"pair": guess})


def saved_guess(project: Project, run_id: str) -> tuple[bool, Pair | None]:
    """Whether the matrix of this run may be shown, and the pair that was guessed, if any."""
    saved = project.settings.read(_name(run_id))
    if saved is None:
        return False, None
    return True, (saved["pair"][0], saved["pair"][1]) if saved["pair"] else None


def _name(run_id: str) -> str:
    return f"guess_mix_up_{run_id}"
