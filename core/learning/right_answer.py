"""The right answer of an exercise in words."""

from __future__ import annotations

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


def in_digits(number: float) -> str:
    """A number with at most two digits after the point, and none where there are none."""
    return f"{round(number, 2):.12g}"
