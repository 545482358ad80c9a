"""The words of the simulators fit the simulators: choices that can be right, paths that lead."""

from core.drivetrain.simulators.content import simulators_text


def test_every_simulator_has_two_guesses_and_a_path() -> None:
    for text in simulators_text().simulators.values():
        assert len(text.guesses) >= 2
        assert len(text.path) >= 4
        assert all(len(guess.choices) >= 2 for guess in text.guesses.values())
