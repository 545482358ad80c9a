"""The words of the simulators fit the simulators: choices that can be right, paths that lead."""

from __future__ import annotations

from core.drivetrain.simulators.content import simulators_text
from core.drivetrain.simulators.guesses import forget_guesses, save_guess, saved_guess
from core.project.project import Project


def test_every_simulator_has_two_guesses_and_a_path() -> None:
    for text in simulators_text().simulators.values():
        assert len(text.guesses) >= 2
        assert len(text.path) >= 4
        assert all(len(guess.choices) >= 2 for guess in text.guesses.values())


def test_guesses_are_kept_for_each_simulator_and_forgotten_for_one(project: Project) -> None:
    assert saved_guess(project, "pricing", "price") == (False, None)
    save_guess(project, "pricing", "price", "same")
    save_guess(project, "campsite", "looks", None)
    forget_guesses(project, "campsite")
    assert saved_guess(project, "pricing", "price") == (True, "same")
    assert saved_guess(project, "campsite", "looks") == (False, None)
