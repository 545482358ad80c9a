"""Would a person still give it the same label? The learner says so, and digits that turn."""

import io
from typing import NamedTuple

import pandas as pd
import streamlit as st
from PIL import Image, ImageOps

from core.content import lesson_text, says
from core.project.project import Project
from core.starter.digits import digit_pictures
from core.vision.augment.augmentation import Augmentation, Strength
from core.vision.augment.same_label import (
    Verdict,
    forget_answers,
    keep_answer,
    next_question,
    verdicts,
)
from core.vision.recipe import load_recipe, save_recipe
from ui.augment.draws import drawn, picture_of, ready_here
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import as_text
from ui.parts.worker_answer import turn

TEXT = lesson_text("augment")
LAST = "same_label_last"  # in the session: the project, and what was answered last


def same_label_quiz(project: Project) -> None:
    """One drawn picture with two buttons; below it what the answers so far say."""
    if not ready_here():
        return
    recipe = load_recipe(project)
    number = turn("quiz", forward=False)
    beside = [str(st.session_state.get("tried") or "rotation")]
    one, strength = next_question(recipe, number, seed=len(project.id), beside=beside)
    image = picture_of(project, number)
    alone, seed = one.alone(recipe, strength), 100 + number
    draws = drawn(project, image, alone, seed, place="quiz", steady=True, count=1)
    if draws is None:
        return
    seen, asked = st.columns([2, 3], gap="large", vertical_alignment="center")
    alt = says("augment", "quiz_alt", name=one.name, strength=one.shown(strength))
    seen.image(draws.pictures[0], width=300, alt=alt if draws.made else "Drawing …")
    with asked:
        st.markdown(f"#### {says('augment', 'quiz_ask', label=as_text(image.label))}")
        with st.container(horizontal=True):
            for same, words in ((True, "Yes, the same label"), (False, "No, not any more")):
                st.button(
                    words,
                    key="same_yes" if same else "same_no",
                    on_click=_answered,
                    args=(project, one, strength, same),
                    disabled=not draws.made,
                )
        st.caption(TEXT["label_question"])
        _what_was_said(project)
    if found := verdicts(project):
        _tally(project, found)


def _answered(project: Project, one: Augmentation, strength: Strength, same: bool) -> None:
    keep_answer(project, one.key, strength, same)
    words = TEXT["label_yes" if same else "label_no"]
    said = words.format(name=one.name, strength=one.shown(strength))
    st.session_state[LAST] = (project.id, said)
    turn("quiz", forward=True)


def _what_was_said(project: Project) -> None:
    """What the last answer means, at once and where it was given."""
    last: tuple[str, str] | None = st.session_state.get(LAST)
    if last and last[0] == project.id:
        st.markdown(f":material/subdirectory_arrow_right: {last[1]}")


def _tally(project: Project, found: list[Verdict]) -> None:
    """The answers by augmentation, what they advise, and one button that does it."""
    recipe = load_recipe(project)
    rows = [
        {
            "Augmentation": verdict.augmentation.name,
            "Same label": f"{verdict.yes} of {verdict.asked}",
            "In your recipe": verdict.augmentation.shown(verdict.augmentation.strength_in(recipe))
            if verdict.augmentation.is_on(recipe)
            else "no",
            "You advise": verdict.advice(recipe),
        }
        for verdict in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    after = recipe
    for verdict in found:
        after = verdict.applied(after)
    with st.container(horizontal=True):
        if st.button(
            says("augment", "do_what_i_advise"), key="apply_advice", disabled=after == recipe
        ):
            save_recipe(project, after)
            turn("recipe_resets", forward=True)
            st.rerun()
        st.button(
            says("augment", "forget_my_answers"),
            key="forget_answers",
            type="tertiary",
            on_click=forget_answers,
            args=(project,),
        )


class Turned(NamedTuple):
    """A digit, how it is turned (as in the names of its sentences), and what a person reads."""

    digit: int
    how: str
    reads: int
    code: str


EXAMPLES = (
    Turned(6, "turned", 9, "max_rotate=180"),
    Turned(2, "flipped", 5, "flip_vert=True"),
)


def digits_that_flip() -> None:
    """Two digits, each with its turned self; first a guess, then what the model would be told."""
    st.markdown(TEXT["digits"])
    grid = st.grid(4, min_column_width=110, gap="small")
    for example in EXAMPLES:
        before, after = pictures(example)
        digit = {"digit": example.digit, "reads": example.reads}
        label = says("augment", "digit_label", **digit)
        grid.image(before, caption=label, width=150, alt=str(example.digit))
        caption = says("augment", f"digit_{example.how}", **digit)
        alt = says("augment", f"digit_{example.how}_alt", **digit)
        grid.image(after, caption=caption, width=150, alt=alt)
    options = ["It helps: more variety", "It harms: the label is now wrong", "No difference"]
    guess = guess_now(says("augment", "what_model_digits"), options, key="digit_guess")
    if guess is not None:
        note_result(guess == 1, options[1])
        said = "digits_right" if guess == 1 else "digits_other"
        st.markdown(says("augment", said, guess=options[guess], answer=TEXT["digits_answer"]))


@st.cache_data(show_spinner=False)
def pictures(example: Turned) -> tuple[bytes, bytes]:
    """The digit and the turned digit, as PNG."""
    scan = next(iter(digit_pictures([example.digit], 1)))
    before = Image.open(io.BytesIO(scan.jpeg))
    after = before.rotate(180) if example.digit == 6 else ImageOps.flip(before)
    return _png(before), _png(after)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
