"""The confusion matrix as a way to pick pictures: click a cell, name it, or take a pair."""

import streamlit as st

from core.content import lesson_text
from core.evaluation.confusion import By, Confusion, mix_ups, most_confused
from core.evaluation.selection import Called, Cell, OfClass, Pair, Selection
from core.project.project import Project
from ui.evaluate.matrix_chart import clicked_cell, confusion_chart
from ui.evaluate.selection import pick, picked
from ui.parts.choice import one_of
from ui.parts.explained import explained
from ui.parts.lesson import as_text

CHART, EVERYTHING = "confusion", "all_classes"
WHAT: dict[By, str] = {"counts": "Counts", "row": "Row %", "column": "Column %"}
MANY, SHOWN, PAIRS = 15, 12, 3
ACTUAL, PREDICTED = "actual", "predicted"


def matrix_view(project: Project, matrix: Confusion) -> None:
    """The matrix with everything that picks from it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        by = one_of("In each cell", WHAT, key="cells", quiet=True, bind="query-params")
        explained(project, f"matrix_{by}", lesson_text("evaluate")[f"matrix_{by}"])
    names = _shown(matrix)
    confusion_chart(matrix, names, by, picked=picked(), key=CHART, on_select=_take_click)
    _most_mixed_up(matrix)
    confusion_boxes(matrix.vocab)


def needs_width(matrix: Confusion) -> bool:
    """Whether all of many classes are shown, which half a page has no room for."""
    return len(matrix.vocab) > MANY and st.query_params.get(EVERYTHING) == "true"


def _shown(matrix: Confusion) -> list[str]:
    """All classes, or of many those with the most mistakes until the learner wants them all."""
    if len(matrix.vocab) <= MANY:
        return matrix.vocab
    everything = st.toggle(
        f"All {len(matrix.vocab)} classes",
        key=EVERYTHING,
        bind="query-params",
        help=f"Else the {SHOWN} classes with the most mistakes.",
    )
    return matrix.vocab if everything else most_confused(matrix, SHOWN)


def _take_click() -> None:
    cell = clicked_cell(st.session_state[CHART])
    if cell is not None:
        pick(Cell(*cell))


def _most_mixed_up(matrix: Confusion) -> None:
    """The pairs mixed up most often, each a button."""
    pairs = mix_ups(matrix)[:PAIRS]
    if not pairs:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Mixed up most:", width="content")
        for place, pair in enumerate(pairs):
            st.button(
                f"{as_text(pair.first)} and {as_text(pair.second)}: {pair.count}",
                key=f"pair_{place}",
                type="tertiary",
                on_click=pick,
                args=(Pair(pair.first, pair.second),),
            )


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
        label, vocab, index=None, placeholder="any", key=key, on_change=_take_boxes, width=160
    )


def _take_boxes() -> None:
    pick(_named_selection(st.session_state[ACTUAL], st.session_state[PREDICTED]))


def _named_selection(actual: str | None, predicted: str | None) -> Selection | None:
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
