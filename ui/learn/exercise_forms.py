"""One form for each kind of exercise: it returns what the learner chose so far, or None."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.learning.questions.exercises import (
    ChoiceExercise,
    Exercise,
    LineExercise,
    MatchExercise,
    NumericExercise,
    OrderExercise,
    shuffled,
)


def exercise_form(exercise: Exercise) -> Any | None:
    """Draw the form of this exercise; its answer as `core.learning.questions.marking` takes it."""
    return _FORMS[exercise.kind](exercise)


def _choice(exercise: ChoiceExercise) -> str | None:
    options = [option.text for option in exercise.options]
    lettered = len(exercise.images) == len(options)
    return st.radio(
        "Your answer",
        options if lettered else shuffled(exercise.id, options),
        index=None,
        horizontal=lettered,
        key=f"choice_{exercise.id}",
    )


def _numeric(exercise: NumericExercise) -> float | None:
    unit = f" ({exercise.unit})" if exercise.unit else ""
    return st.number_input(
        f"Your answer{unit}",
        value=None,
        step=None if exercise.tolerance else 1.0,
        format="%.2f" if exercise.tolerance else "%.0f",
        key=f"numeric_{exercise.id}",
        width=220,
    )


def _order(exercise: OrderExercise) -> list[str] | None:
    chosen = st.multiselect(
        "Choose the steps one after the other, the first step first",
        shuffled(exercise.id, exercise.steps),
        key=f"order_{exercise.id}",
        format_func=lambda text: text.replace("`", ""),
        placeholder="Choose the next step",
        select_all=False,
    )
    if chosen:
        st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(chosen, 1)))
    return chosen if len(chosen) == len(exercise.steps) else None


def _match(exercise: MatchExercise) -> dict[str, str] | None:
    rights = shuffled(exercise.id, list(dict.fromkeys(pair.right for pair in exercise.pairs)))
    chosen = {
        pair.left: st.selectbox(
            f"**{pair.left}**",
            rights,
            index=None,
            format_func=lambda text: text.replace("`", ""),
            placeholder="Choose what belongs to it",
            key=f"match_{exercise.id}_{number}",
            width=480,
        )
        for number, pair in enumerate(exercise.pairs)
    }
    found = {left: right for left, right in chosen.items() if right is not None}
    return found if len(found) == len(chosen) else None


def _line(exercise: LineExercise) -> int | None:
    numbers = range(1, len(exercise.lines) + 1)
    return st.segmented_control(
        "Which line?", numbers, format_func=lambda n: f"Line {n}", key=f"line_{exercise.id}"
    )


_FORMS: dict[str, Callable[[Any], Any]] = {
    "choice": _choice,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "line": _line,
}
