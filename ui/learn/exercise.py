"""One exercise: its form, then a verdict that speaks of the very answer that was given."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from PIL import Image

from core.content import says
from core.learning.questions.catalogue import Shelf
from core.learning.questions.exercises import (
    ChoiceExercise,
    Exercise,
    LineExercise,
    MatchExercise,
    Matrix,
    NumericExercise,
    OrderExercise,
    made_square,
    shuffled,
    wide_picture,
)
from core.learning.questions.marking import (
    Verdict,
    hand_in,
    handed_in,
    in_words,
    judge,
    once_more,
    right_answer,
)
from core.project.project import Project
from ui.parts.lesson import answer, as_text, note
from ui.parts.question_card import try_it
from ui.parts.term_card.term_card import terms_here

PLACES: dict[Shelf, str] = {"practice": "Practice", "mine": "From your own project"}


def exercise_card(project: Project, exercise: Exercise, shelf: Shelf, total: int) -> None:
    """Show an exercise open or judged; the answer is in the project as soon as it is checked."""
    place = {"shelf": PLACES.get(shelf, "Practice"), "order": exercise.order, "total": total}
    st.caption(says("learn", "exercise", name=exercise.name, **place))
    st.subheader(exercise.prompt, anchor=False)
    _material(project, exercise)
    given = handed_in(project, exercise)
    if given is None:
        _ask(project, exercise)
    else:
        _answered(project, exercise, given)
        terms_here(f"{exercise.prompt} {exercise.because}")
    try_it(exercise, key=exercise.id)


def _ask(project: Project, exercise: Exercise) -> None:
    given = exercise_form(exercise)
    if not st.button(says("learn", "check_my_answer"), type="primary", key=f"check_{exercise.id}"):
        return
    if given is None:
        note(says("learn", "give_whole_answer"))
    else:
        hand_in(project, exercise, given)
        st.rerun()


def _answered(project: Project, exercise: Exercise, given: Any) -> None:
    verdict = judge(exercise, given)
    st.markdown(says("learn", "given", answer=in_words(given)))
    _say(verdict, exercise)
    st.button(
        says("learn", "answer_once_more"),
        key=f"again_{exercise.id}",
        on_click=once_more,
        args=(project, exercise),
    )


def _say(verdict: Verdict, exercise: Exercise) -> None:
    if verdict.right:
        answer(says("learn", "right", because=exercise.because), right=True)
        return
    whys = "".join(f"\n- {why}" for why in verdict.whys)
    opening = says("learn", "partly_right" if verdict.mark == "partly" else "not_right")
    answer(f"{opening}\n{whys}", right=False)
    with st.expander(says("learn", "show_the_right_answer")):
        st.markdown(f"**{right_answer(exercise)}**\n\n{exercise.because}")


def _material(project: Project, exercise: Exercise) -> None:
    if exercise.code:
        lines = isinstance(exercise, LineExercise)
        st.code(exercise.code.rstrip(), language="python", line_numbers=lines)
    if exercise.matrix:
        _matrix(exercise.matrix)
    if exercise.picture:
        _picture(project, exercise)
    elif exercise.images:
        _own_pictures(project, exercise.images)


def _matrix(matrix: Matrix) -> None:
    names = [as_text(name) for name in matrix.classes]
    columns = [says("learn", "called", name=name) for name in names]
    st.table(pd.DataFrame(matrix.counts, index=names, columns=columns), width="content")


def _picture(project: Project, exercise: Exercise) -> None:
    before, alt = wide_picture(), "Three circles in a wide picture"
    if exercise.images:
        before, alt = _opened(project.dataset.image_path(exercise.images[0])), "Your picture"
    after = made_square(exercise.picture, before)
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        width = 300 if before.width > before.height else 150
        st.image(before, width=width, caption=says("learn", "before"), alt=alt)
        st.image(after, width=150, caption=says("learn", "after"), alt=says("learn", "same_square"))


def _opened(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def _own_pictures(project: Project, images: tuple[str, ...]) -> None:
    with st.container(horizontal=True, gap="small"):
        for number, image_id in enumerate(images):
            letter = chr(ord("A") + number)
            thumbnail = str(project.dataset.thumbnail(image_id))
            st.image(
                thumbnail,
                width=150,
                caption=letter,
                alt=says("learn", "your_picture", letter=letter),
            )


def exercise_form(exercise: Exercise) -> Any | None:
    """Draw the form of this exercise; its answer as `core.learning.questions.marking` takes it."""
    return _FORMS[exercise.kind](exercise)


def _choice(exercise: ChoiceExercise) -> str | None:
    options = [option.text for option in exercise.options]
    lettered = len(exercise.images) == len(options)
    return st.radio(
        says("learn", "your_answer"),
        options if lettered else shuffled(exercise.id, options),
        index=None,
        horizontal=lettered,
        key=f"choice_{exercise.id}",
    )


def _numeric(exercise: NumericExercise) -> float | None:
    asked = "your_answer_in" if exercise.unit else "your_answer"
    return st.number_input(
        says("learn", asked, unit=exercise.unit),
        value=None,
        step=None if exercise.tolerance else 1.0,
        format="%.2f" if exercise.tolerance else "%.0f",
        key=f"numeric_{exercise.id}",
        width=220,
    )


def _order(exercise: OrderExercise) -> list[str] | None:
    chosen = st.multiselect(
        says("learn", "choose_steps_one"),
        shuffled(exercise.id, exercise.steps),
        key=f"order_{exercise.id}",
        format_func=lambda text: text.replace("`", ""),
        placeholder=says("learn", "choose_the_next_step"),
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
            placeholder=says("learn", "choose_what_belongs"),
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
        says("learn", "which_line"),
        numbers,
        format_func=lambda number: says("learn", "line", number=number),
        key=f"line_{exercise.id}",
    )


_FORMS: dict[str, Callable[[Any], Any]] = {
    "choice": _choice,
    "numeric": _numeric,
    "order": _order,
    "match": _match,
    "line": _line,
}
