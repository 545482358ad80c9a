"""Three bears with arrows: what to look at when colour does not tell."""

import streamlit as st

from core.starter.tell_apart import tell_apart, with_arrows


def bears_told_apart() -> None:
    """Show the three pictures with their names, and what the numbers mean."""
    three_bears(220)
    st.markdown(tell_apart().words)


def three_bears(width: int) -> None:
    """The three pictures side by side, each `width` pixels wide."""
    with st.container(horizontal=True, gap="small"):
        for place, pointed in enumerate(tell_apart().pictures):
            st.image(with_arrows(place), width=width, caption=pointed.caption)
