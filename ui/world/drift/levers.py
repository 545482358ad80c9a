"""The levers of a watch: labels, the alarm, and when and on what to retrain."""

from functools import lru_cache
from typing import Any

import streamlit as st

from core.content import says
from core.world.drift.living import LINES, USUAL, Levers, Month, Sign, lived
from core.world.drift.made import MadeYear
from ui.parts.choice import one_of
from ui.world.drift.words import SIGNS, WHAT, WHEN, WHICH, line_value

LABELS = (0, 5, 10, 15, 20, 30)
SEEDS = range(10)


def choose_levers() -> Levers:
    """What the learner chose; it stays in the address."""
    left, right = st.columns(2, gap="large")
    with left:
        labels = st.select_slider(
            says("world", "lever_labels_a_month"),
            LABELS,
            value=Levers.labels,
            key="drift_labels",
            bind="query-params",
            persist_state="session",
        )
        which = one_of(says("world", "which_pictures_get"), WHICH, key="drift_which", **_KEPT)
        seed = st.select_slider(
            says("world", "which_luck"),
            list(SEEDS),
            key="drift_seed",
            bind="query-params",
            persist_state="session",
        )
    with right:
        when = one_of(says("world", "lever_when_learn"), WHEN, key="drift_when", **_KEPT)
        what = one_of(says("world", "from_what"), WHAT, key="drift_what", **_KEPT)
        sign = choose_sign()
        line = choose_line(sign)
    return Levers(int(labels), which, sign, line, when, what, int(seed))


_KEPT: dict[str, Any] = {
    "row": st.pills,
    "wrap": True,
    "bind": "query-params",
    "persist_state": "session",
}


def choose_sign() -> Sign:
    """The sign that rings the alarm."""
    names = {sign: words.name for sign, words in SIGNS.items()}
    return one_of(says("world", "lever_which_sign"), names, key="drift_sign", **_KEPT)


def choose_line(sign: Sign) -> float:
    """The line beyond which it rings."""
    line = st.select_slider(
        says("world", "its_line"),
        LINES[sign],
        value=USUAL[sign],
        format_func=lambda line: line_value(sign, line),
        key=f"drift_line_{sign}",
        bind="query-params",
        persist_state="session",
    )
    return line if line in LINES[sign] else USUAL[sign]


@lru_cache(maxsize=48)
def year_by(made: MadeYear, levers: Levers) -> list[Month]:
    """The year lived by a plan, kept in memory."""
    return lived(made.year, levers)
