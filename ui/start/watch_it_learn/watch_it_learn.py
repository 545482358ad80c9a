"""The picture at the top of the first page: a model learns in front of the visitor's eyes.

The training is a real one (core/starter/watched.py). Nothing is kept for it: a visitor who
only looks leaves no workspace behind.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from PIL import Image

from core.classroom.answers import Asked
from core.content import lesson_text, read
from core.starter.bear_sets import CLASSES
from core.starter.watched import HELD_OUT, Landed, to_learn_from, watched_training
from core.vision.backbone import BackboneUnavailable, is_converted
from core.words import percent
from ui.parts.class_guess import TEXT as CLASS_TEXT
from ui.parts.class_guess import SharedGuess, shared_guess
from ui.parts.component import component_file, jpeg_address
from ui.parts.lesson import hint
from ui.parts.palette import class_colours

FLYING = 24  # of the pictures it learns from; more would only take longer to see
ASKED = 4
SMALL, LARGE = 64, 112  # pixels
_WORDS = (
    "idle", "learning", "new", "landed", "wrong_one", "ask", "same", "also_wrong", "better",
    "picture",
)  # fmt: skip
_WATCHED, _TIMES = "_watched_training", "_times_watched"
TOPIC, _KEY = "watch_it_learn", "watch_stage"
_STAGE = st.components.v2.component(
    "watch_it_learn",
    html=component_file(__file__, "watch_it_learn.html"),
    css=component_file(__file__, "watch_it_learn.css"),
    js=component_file(__file__, "watch_it_learn.js"),
)


def watch_button() -> None:
    """The one thing to press; what it starts is seen on the stage."""
    text = lesson_text("watch")
    if not is_converted():
        st.caption(text["waits"])
        return
    st.button(
        text["again" if st.session_state.get(_TIMES) else "button"],
        type="primary",
        icon=":material/play_arrow:",
        key="watch_it_learn",
        on_click=_once_more,
    )


def stage() -> None:
    """Draw the stage; once the button was pressed the training begins, and then what came out is
    handed to the browser, which meanwhile lets the pictures fly."""
    times = int(st.session_state.get(_TIMES, 0))
    done = bool(st.session_state.get(_WATCHED))
    shared = shared_guess(TOPIC)
    lesson = {"times": times, "lesson": _lesson() if done else None, "guess": _guess(shared)}
    _STAGE(key=_KEY, data={**_idle(), **lesson}, on_tapped_change=_tapped)
    if shared and done:
        shared.beside()
    if times and not done:
        try:
            watched_training()
            st.session_state[_WATCHED] = True
        except BackboneUnavailable as reason:
            hint(str(reason))
            return
        st.rerun()


def _guess(shared: SharedGuess | None) -> dict[str, Any] | None:
    """What the stage knows of a class: whether the answer waits, and which picture was tapped."""
    if shared is None:
        return None
    made = shared.made()
    tapped = made.choice if made is not None else None
    return {"held": shared.is_held, "tapped": tapped, "waits": CLASS_TEXT["waits"]}


def _tapped() -> None:
    """A class hears which picture was tapped first."""
    place, shared = st.session_state[_KEY].get("tapped"), shared_guess(TOPIC)
    if shared is None or place not in range(ASKED):
        return
    text = lesson_text("watch")
    options = tuple(text["picture"].format(number=number + 1) for number in range(ASKED))
    shared.keep(place, Asked(prompt=text["ask"], options=options, words=options[place]))


def _once_more() -> None:
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1


@lru_cache(maxsize=1)
def _idle() -> dict[str, Any]:
    """What the stage is made of before anything was learned."""
    words = {name: lesson_text("watch")[name].replace("*", "") for name in _WORDS}
    colours, names = class_colours(CLASSES), read("watch.yaml", dict[str, str], "names")
    return {
        "words": words,
        "classes": [{"id": n, "name": names[n], "colour": colours[n]} for n in CLASSES],
        "held_out": HELD_OUT,
        "flying": [
            {"src": _small(one.path, SMALL), "to": one.true} for one in to_learn_from()[:FLYING]
        ],
    }


@lru_cache(maxsize=1)
def _lesson() -> dict[str, Any]:
    """What came out, as the browser shows it."""
    seen = watched_training()
    return {
        "steps": [{"seen": step.seen, "right": step.right} for step in seen.steps],
        "landed": [_landed(one, SMALL) for one in seen.landed],
        "asked": [_landed(one, LARGE) for one in sorted(seen.hardest(ASKED), key=_shuffled)],
    }


def _shuffled(one: Landed) -> int:
    """A place that says nothing of how the model did."""
    return one.picture.seed % 97


def _landed(one: Landed, side: int) -> dict[str, Any]:
    return {
        "src": _small(one.picture.path, side),
        "true": one.picture.true,
        "to": one.called,
        "sure": percent(one.sure),
    }


@lru_cache(maxsize=128)
def _small(path: Path, side: int) -> str:
    with Image.open(path) as whole:
        whole.draft("RGB", (side, side))
        small = whole.resize((side, side), Image.Resampling.BOX)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=72)
    return jpeg_address(stream.getvalue())
