"""Answers of an exercise in words: the right one, and the one that was given."""

from __future__ import annotations

from typing import Any

from core.learning.exercises import Exercise


def right_answer(exercise: Exercise) -> str:
    """The right answer in one line of Markdown, whatever the form."""
    match exercise.kind:
        case "choice":
            return next(option.text for option in exercise.options if option.right)
        case "numeric":
            return f"{in_digits(exercise.answer)} {exercise.unit}".rstrip()
        case "order":
            return " → ".join(exercise.steps)
        case "match":
            return "; ".join(f"{pair.left}: {pair.right}" for pair in exercise.pairs)
        case "line":
            return f"Line {exercise.right}"


def in_words(given: Any) -> str:
    """An answer as `core.learning.marking` takes it, in one line of Markdown."""
    if isinstance(given, list):
        return " → ".join(given)
    if isinstance(given, dict):
        return "; ".join(f"{left} → {right}" for left, right in given.items())
    return in_digits(given) if isinstance(given, float) else str(given)


def in_digits(number: float) -> str:
    """A number with at most two digits after the point, and none where there are none."""
    return f"{round(number, 2):.12g}"
