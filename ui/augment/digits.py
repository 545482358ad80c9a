"""The counter-example: a digit that turns into another class."""

import io
from typing import NamedTuple

import streamlit as st
from PIL import Image, ImageOps

from core.content import lesson_text
from core.starter.digits import digit_pictures
from ui.parts.guess import guess_choice

TEXT = lesson_text("augment")


class Turned(NamedTuple):
    """A digit, how it is turned, and what a person reads afterwards."""

    digit: int
    how: str
    reads: int
    code: str


EXAMPLES = (
    Turned(6, "turned by 180°", 9, "max_rotate=180"),
    Turned(2, "flipped top to bottom", 5, "flip_vert=True"),
)


def digits_that_flip() -> None:
    """Two digits, each with its turned self; first a guess, then what the model would be told."""
    st.markdown(TEXT["digits"])
    grid = st.grid(4, min_column_width=110, gap="small")
    for example in EXAMPLES:
        before, after = pictures(example)
        grid.image(before, caption=f"label “{example.digit}”", width=150, alt=str(example.digit))
        grid.image(
            after,
            caption=f"{example.how}, label still “{example.digit}”",
            width=150,
            alt=f"The {example.digit} {example.how}; it reads like a {example.reads}",
        )
    options = ["It helps: more variety", "It harms: the label is now wrong", "No difference"]
    guess = guess_choice("What does this do to a model of digits?", options, key="digit_guess")
    if guess is not None:
        right = "**Yes.** " if guess == 1 else f"You said “{options[guess]}”. "
        st.markdown(f"{right}{TEXT['digits_answer']}")


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
