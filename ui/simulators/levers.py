"""The levers of a simulator: kept in the address, so that a link shows the same world."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

MOST_WORLDS = 99


def steps(
    label: str, options: Sequence[int], *, key: str, default: int, unit: str = "", help: str = ""
) -> int:
    """A slider over a few numbers; the default where the address asks for no such number."""
    chosen = st.select_slider(
        label,
        options,
        value=default,
        format_func=lambda number: f"{number:,}{unit}",
        key=key,
        bind="query-params",
        help=help or None,
    )
    return int(chosen) if chosen in options else default


def choice(label: str, names: Mapping[str, str], *, key: str, default: str) -> str:
    """One of a few named things; the default where the address asks for no such thing."""
    chosen = st.selectbox(
        label,
        list(names),
        index=list(names).index(default),
        format_func=_named(names),
        key=key,
        bind="query-params",
    )
    return chosen if chosen in names else default


def world(label: str, *, key: str) -> int:
    """Which of the made-up worlds: other people, the same truth about them."""
    number = st.number_input(
        label,
        1,
        MOST_WORLDS,
        value=1,
        key=key,
        bind="query-params",
        help="Other people, the same rules. Change it to see what was luck.",
    )
    return min(max(int(number), 1), MOST_WORLDS)


def _named(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda key: names[key]
