"""One of a few named things, chosen from a row."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from ui import session

K = TypeVar("K")
_CHOSEN_IN = "_quiet_rows_chosen_in"  # in the session: for a quiet row its project and choice


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

    A `quiet` row shows no label: it has the parts of a page, or ways to look at it, and in another
    project it begins with its first: there the learner was nowhere yet. `row` may be `st.pills`;
    `how` goes to it: `bind="query-params"` keeps the choice in the address,
    `persist_state="session"` while other pages are visited.
    """
    start = next(iter(names)) if first is None else first
    if quiet and _is_left_over(key, names):
        st.session_state[key] = start
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
    found = chosen if chosen in names else start
    if quiet:
        _rows()[key] = (session.project().id, found)
    return found


def open_view(view: Mapping[str, str]) -> None:
    """Choose in rows of a page that is opened next (key → value), whatever project is open then."""
    st.session_state.update(view)
    for key in view:
        _rows().pop(key, None)


def _is_left_over(key: str, names: Mapping[Any, str]) -> bool:
    """Whether a row says what was chosen in another project than the one that is open now, and no
    address asks for something else."""
    project, chosen = _rows().get(key, ("", None))
    if project in ("", session.project().id):
        return False
    return st.query_params.get(key, str(chosen)) in (str(chosen), names.get(chosen))


def _rows() -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = st.session_state.setdefault(_CHOSEN_IN, {})
    return found
