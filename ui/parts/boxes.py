"""What a page says in a box: an answer, on a ground of its own, or a hint, in a quiet frame.

A warning and an error are Streamlit's (`st.warning`, `st.error`) and nothing else is.
"""

import streamlit as st

HINT = ":gray[:material/"


def answer(text: str, *, right: bool | None = None, icon: str | None = None) -> None:
    """Say how something came out (Markdown): on green with a tick where it is `right` or done, on
    sand with a cross where it is not; on sand with the `icon` where it is neither."""
    if right:
        st.success(text, icon=icon or ":material/check:")
    else:
        st.info(text, icon=icon or (None if right is None else ":material/close:"))


def hint(text: str, *, icon: str = "info") -> None:
    """Say why there is nothing here yet, or what helps (Markdown), beside a material icon."""
    with st.container(border=True, horizontal=True, wrap=False, gap="small"):
        st.markdown(f"{HINT}{icon}:]", width="content")
        st.markdown(text, width="stretch")
