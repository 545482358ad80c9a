"""The guesses of a class as bars: for the teacher while they come in, for all beside the answer."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.classroom.histogram import Bar
from core.plain_text import one_line
from ui.parts.palette import BLUE

_ROW = (
    '<tr><th scope="row" style="text-align:left;font-weight:{weight};padding:.2em .8em .2em 0;'
    'width:45%;border:0">{words}</th><td style="border:0;padding:.2em 0">'
    '<div style="width:{width};height:1.1em;border-radius:3px;'
    'background:{colour}"></div></td>'
    '<td style="border:0;width:3em;text-align:right;font-variant-numeric:tabular-nums">'
    "{guesses}</td></tr>"
)


def class_bars(bars: Sequence[Bar], caption: str, mine: int | None = None, you: str = "") -> None:
    """Show each choice with its bar and count; the bar at `mine` is marked with the words `you`."""
    most = max((bar.guesses for bar in bars), default=0) or 1
    rows = "".join(
        _ROW.format(
            words=escape(one_line(bar.words)) + (f" ← {escape(you)}" if at == mine else ""),
            weight=700 if at == mine else 400,
            width=f"calc({bar.guesses} * 100% / {most})",
            colour=BLUE,
            guesses=bar.guesses,
        )
        for at, bar in enumerate(bars)
    )
    st.html(
        '<table style="width:100%;border-collapse:collapse;border:0"><caption style="text-align:'
        f'left;padding-bottom:.4em">{escape(caption)}</caption><tbody>{rows}</tbody></table>'
    )
