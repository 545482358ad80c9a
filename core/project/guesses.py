"""Predict, then reveal: what the learner guessed about each question, or that they skipped it."""

import json
from collections.abc import Mapping
from math import isclose
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import FiniteFloat

from core.project.project import Project
from core.project.settings import Setting

T = TypeVar("T")
Pair = tuple[str, str]


class Guess(NamedTuple, Generic[T]):
    """Whether the answer may be shown, and what was guessed; None where the guess was skipped."""

    revealed: bool
    choice: T | None


class Question(Generic[T]):
    """Where a guess is stored: the setting's name (ending in "_" for one row about each run or
    comparison), the type of a choice, and its key in the stored JSON (what it is about, if None).
    """

    def __init__(self, name: str, kind: Any, key: str | None):
        self.key = key
        self.setting = Setting[dict[str, T | None]](
            name, dict[str, kind | None], dict, family=name.endswith("_")
        )

    def as_choice(self, plain: Any) -> T | None:
        """Return a choice that was kept as JSON elsewhere; None for one of another type."""
        return self.setting.read(json.dumps({"choice": plain})).get("choice")

    def place(self, about: str) -> tuple[str, str]:
        """Return the member of the setting and the key in its JSON for a guess `about` this."""
        return (about if self.setting.family else ""), (about if self.key is None else self.key)


MIX_UP = Question[Pair]("guess_mix_up_", Pair, "pair")  # about a run
HIGH_LOSSES = Question[str]("guess_high_losses_", str, "choice")  # about a run
CORRECT = Question[int]("report_recall_", int, "right")  # about a run, from memory
BETTER = Question[int]("guess_comparison_", int, "choice")  # about runs, or an experiment
CHEAPEST = Question[str]("guess_strategy", str, "key")
SIMULATED = Question[str]("simulator_guesses", str, None)  # about "simulator.question"
TRAINING = Question[float]("train_guess", int | FiniteFloat, "right")  # with the second: "at"


def best_of(scores: Mapping[T, float], *, lowest: bool = False) -> list[T]:
    """Return every choice that has the best score (the lowest where asked for), in their order: a
    tie is said as a tie, by every guess that has a winner. Figures that are alike but for the
    rounding of a computer tie, too."""
    if not scores:
        return []
    best = min(scores.values()) if lowest else max(scores.values())
    return [choice for choice, score in scores.items() if isclose(score, best, abs_tol=1e-9)]


def is_near(guess: float, truth: float, most: float) -> bool:
    """Return whether a guessed number counts as right: at most a tenth of the largest that could be
    chosen away from the truth, and never less than one."""
    return abs(guess - truth) <= max(1.0, most / 10)


def saved_guess(project: Project, question: Question[T], about: str = "") -> Guess[T]:
    """Return the guess about a run, comparison or simulator; not revealed where none was made."""
    member, key = question.place(about)
    saved = project.settings.get(question.setting, member)
    return Guess(key in saved, saved.get(key))


def save_guess(
    project: Project, question: Question[T], choice: T | None, about: str = "", **beside: T
) -> None:
    """Keep a guess, None for "show me without a guess", and what is noted `beside` it."""
    member, key = question.place(about)
    saved = project.settings.get(question.setting, member)
    project.settings.set(question.setting, {**saved, key: choice, **beside}, member)


def forget_guesses(project: Project, simulator: str) -> None:
    """Forget all guesses about one simulator, to start it over."""
    saved = project.settings.get(SIMULATED.setting)
    kept = {about: made for about, made in saved.items() if not about.startswith(f"{simulator}.")}
    project.settings.set(SIMULATED.setting, kept)
