"""One of a few named things, chosen from a row."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

K = TypeVar("K")
_ROWS = "_quiet_rows"


def one_of(
    label: str,
    names: Mapping[K, str],
    *,
    key: str,
    first: K | None = None,
    quiet: bool = False,
    row: Callable[..., Any] = st.segmented_control,
    **how: Any,
) -> K:
    """What the learner chose of `names` (value → Markdown); `first`, else the first of them, at
    first and where an address asks for what is not there.

    A `quiet` row shows no label: it has the parts of a page, or ways to look at it. `row` may be
    `st.pills`; `how` goes to it: `bind="query-params"` keeps the choice in the address,
    `persist_state="session"` while other pages are visited.
    """
    start = next(iter(names)) if first is None else first
    if quiet:
        st.session_state.setdefault(_ROWS, set()).add(key)
    chosen = row(
        label,
        list(names),
        format_func=names.__getitem__,
        default=None if key in st.session_state else start,
        required=True,
        key=key,
        label_visibility="collapsed" if quiet else "visible",
        **how,
    )
    return chosen if chosen in names else start


def begin_at_first() -> None:
    """Have every quiet row begin with its first again: another project opens, and in that one the
    learner was nowhere yet."""
    for key in st.session_state.pop(_ROWS, ()):
        st.session_state.pop(key, None)
