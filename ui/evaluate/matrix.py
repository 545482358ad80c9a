"""The confusion matrix as a way to pick pictures: click a cell, name it, or take a pair."""

import streamlit as st

from core.content import lesson_text, says
from core.evaluation.confusion import By, Confusion, mix_ups, most_confused
from core.evaluation.selection import Called, Cell, OfClass, Pair, Selection
from core.project.project import Project
from ui.evaluate.matrix_chart import clicked_cell, confusion_chart
from ui.evaluate.mistake_list import mistake_list
from ui.evaluate.selection import pick, picked
from ui.parts.chart_labels import shortened
from ui.parts.choice import one_of
from ui.parts.fold import explained
from ui.parts.lesson import as_text, note

CHART, SHAPE = "confusion", "matrix_as"
WHAT: dict[By, str] = {"counts": "Counts", "row": "Row %", "column": "Column %"}
SHAPES = {"list": "Sorted list", "matrix": "Matrix"}
MANY, WIDE, SHOWN, PAIRS = 15, 9, 40, 3
ACTUAL, PREDICTED = "actual", "predicted"
LONGEST = 24  # characters of a name on a button


def matrix_view(project: Project, matrix: Confusion) -> None:
    """The matrix with everything that picks from it; of many classes its mistakes as a list."""
    if len(matrix.vocab) >= MANY and _shape() == "list":
        note(lesson_text("evaluate")["matrix_list"])
        mistake_list(matrix)
    else:
        _matrix(project, matrix)
    confusion_boxes(matrix.vocab)


def _matrix(project: Project, matrix: Confusion) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        by = _in_cells()
        explained(project, f"matrix_{by}", lesson_text("evaluate")[f"matrix_{by}"])
    names = _shown(matrix)
    confusion_chart(matrix, names, by, picked=picked(), key=CHART, on_select=_take_click)
    _most_mixed_up(matrix)


def _in_cells() -> By:
    chosen = st.selectbox(
        says("evaluate", "in_each_cell"),
        list(WHAT),
        format_func=WHAT.__getitem__,
        key="cells",
        label_visibility="collapsed",
        bind="query-params",
        width=130,
    )
    return chosen if chosen in WHAT else "counts"


def needs_width(matrix: Confusion) -> bool:
    """Whether a matrix is shown whose cells would be too small in half a page."""
    size = len(matrix.vocab)
    return size >= WIDE and (size < MANY or st.query_params.get(SHAPE) == SHAPES["matrix"])


def _shape() -> str:
    return one_of(
        says("evaluate", "the_mistakes_as"), SHAPES, key=SHAPE, quiet=True, bind="query-params"
    )


def _shown(matrix: Confusion) -> list[str]:
    """All classes, or of very many those with the most mistakes: a name needs room to be read."""
    if len(matrix.vocab) <= SHOWN:
        return matrix.vocab
    st.caption(lesson_text("evaluate")["matrix_most"].format(shown=SHOWN, all=len(matrix.vocab)))
    return most_confused(matrix, SHOWN)


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
        st.markdown(says("evaluate", "mixed_up_most_button"), width="content")
        for place, pair in enumerate(pairs):
            names = (pair.first, pair.second)
            first, second = (shortened(name, LONGEST) for name in names)
            whole = says("evaluate", "both_mixed_up", first=pair.first, second=pair.second)
            short = {"first": as_text(first), "second": as_text(second)}
            st.button(
                says("evaluate", "pair", count=pair.count, **short),
                help=None if names == (first, second) else as_text(whole),
                key=f"pair_{place}",
                type="tertiary",
                on_click=pick,
                args=(Pair(pair.first, pair.second),),
            )


def confusion_boxes(vocab: list[str]) -> None:
    """Both boxes, showing what is picked now."""
    actual, predicted = _as_boxes(picked())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _class_box(says("evaluate", "actual_button"), vocab, actual, key=ACTUAL)
        _class_box(says("evaluate", "predicted"), vocab, predicted, key=PREDICTED)


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
