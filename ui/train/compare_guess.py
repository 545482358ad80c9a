"""Guess which run is better before the figures show; the guess is kept, and answered."""

from collections.abc import Sequence

from core.evaluation.runs.comparison import RunComparison
from core.project.guesses import BETTER, saved_guess
from core.project.project import Project
from ui.parts.guess import guess_choice, guess_first, verdict
from ui.parts.lesson import as_text
from ui.train.compare_words import LETTERS

CANNOT_TELL = -1


def guessed(project: Project, about: str, names: Sequence[str], prompt: str) -> bool:
    """Whether the learner has committed to a guess, or to none; else asks for it."""
    return guess_first(
        project, BETTER, lambda: _ask(about, names, prompt), about, key=about
    ).revealed


def answer_guess(project: Project, about: str, comparison: RunComparison) -> None:
    """Say whether the guess holds; nothing for somebody who made none."""
    choice = saved_guess(project, BETTER, about).choice
    if choice is not None:
        best = CANNOT_TELL if comparison.best is None else comparison.best
        verdict(choice == best, _what_is_so(comparison))


def _ask(about: str, names: Sequence[str], prompt: str) -> int | None:
    options = [as_text(option) for option in _options(names)]
    choice = guess_choice(prompt, options, key=f"guess_{about}")
    return CANNOT_TELL if choice == len(names) else choice


def _options(names: Sequence[str]) -> list[str]:
    """What a learner can guess: one of the runs, or that the pictures cannot tell."""
    runs = [f"{letter}: {name}" for letter, name in zip(LETTERS, names, strict=False)]
    return [*runs, "These pictures cannot tell"]


def _what_is_so(comparison: RunComparison) -> str:
    if comparison.best is not None:
        others = "the other" if comparison.runs == 2 else "all others"
        return f"{LETTERS[comparison.best]} is better than {others}, and luck hardly explains it."
    scores = [comparison.score(run).correct for run in range(comparison.runs)]
    if len(set(scores)) == 1:
        return "They are right equally often: these pictures cannot tell which is better."
    leader = LETTERS[scores.index(max(scores))]
    return f"{leader} is right most often, but luck could do that: these pictures cannot tell."
