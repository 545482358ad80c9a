"""Fields whose words are kept while they are typed: a closed tab loses none of them."""

from typing import Any

import streamlit as st

PREFIXES = ("plan_", "report_words_", "protocol_")  # how the keys of such fields begin
_TYPED = "_typed_here"


def kept_while_typed(key: str) -> str:
    """Return the key of such a field, noted: to ask the session for all its keys would cost more
    than the fields do."""
    assert key.startswith(PREFIXES)
    st.session_state.setdefault(_TYPED, set()).add(key)
    return key


def words_here() -> dict[str, Any]:
    """Return what the server has of those fields that are here, by key."""
    noted: set[str] = st.session_state.get(_TYPED, set())
    return {key: st.session_state[key] for key in sorted(noted) if key in st.session_state}
