"""Two boxes that name a cell, a row or a column: what a click does, for hands without a mouse."""

import streamlit as st

from core.evaluation.selection import Called, Cell, OfClass, Selection
from ui.evaluate.selection import pick, picked

ACTUAL, PREDICTED = "actual", "predicted"


def confusion_boxes(vocab: list[str]) -> None:
    """Both boxes, showing what is picked now."""
    actual, predicted = _as_boxes(picked())
    with st.container(horizontal=True):
        _class_box("Actual", vocab, actual, key=ACTUAL)
        _class_box("Predicted", vocab, predicted, key=PREDICTED)


def _class_box(label: str, vocab: list[str], name: str | None, *, key: str) -> None:
    """`None` is any class. The value comes from the address, where every other way to pick puts
    it, hence session state."""
    st.session_state[key] = name if name in vocab else None
    st.selectbox(
        label,
        vocab,
        index=None,
        placeholder="any",
        key=key,
        on_change=_take_boxes,
        width=160,
    )


def _take_boxes() -> None:
    pick(_selection(st.session_state[ACTUAL], st.session_state[PREDICTED]))


def _selection(actual: str | None, predicted: str | None) -> Selection | None:
    if actual is not None and predicted is not None:
        return Cell(actual, predicted)
    if actual is not None:
        return OfClass(actual)
    return Called(predicted) if predicted is not None else None


def _as_boxes(selection: Selection | None) -> tuple[str | None, str | None]:
    match selection:
        case Cell(actual, predicted):
            return actual, predicted
        case OfClass(name):
            return name, None
        case Called(name):
            return None, name
        case _:
            return None, None
