"""Which way of resizing would you choose for …? One situation at a time, with its answer."""

from __future__ import annotations

import streamlit as st

from core.vision.resize_situations import situations
from ui.guess_choice import guess_choice, verdict
from ui.recipe_controls import METHODS
from ui.worker_answer import turn


def resize_exercise() -> None:
    """The situation of the moment; the next one once this is answered."""
    asked = situations()
    place = turn("situation", forward=False) % len(asked)
    situation = asked[place]
    st.caption(f"Situation {place + 1} of {len(asked)}")
    methods = list(METHODS)
    key = f"situation_{situation.id}"
    chosen = guess_choice(situation.prompt, [METHODS[one] for one in methods], key=key)
    if chosen is None:
        return
    right = METHODS[situation.right]
    verdict(methods[chosen] == situation.right, f"{right} fits best. {situation.because}")
    st.button("Next situation", key="next_situation", on_click=_next)


def _next() -> None:
    turn("situation", forward=True)
