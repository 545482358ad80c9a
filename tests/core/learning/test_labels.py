"""No label stands in the code: what buttons, headings, fields and axes say is asked of `says`.

Read are the calls that put a label on the page, and of these the arguments that are words. Options
of a choice are not: they are what is kept and what an address names, too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.learning.screen_texts import ROOT

FIRST = {
    "audio_input", "button", "caption", "checkbox", "dialog", "download_button", "expander",
    "file_uploader", "fold", "form_submit_button", "header", "link_button", "markdown", "metric",
    "multiselect", "number_input", "one_of", "pills", "popover", "radio", "segmented_control",
    "select_slider", "selectbox", "slider", "spinner", "subheader", "text_area", "text_input",
    "title", "toggle",
}  # fmt: skip
SECOND = {"page_link", "quick_training"}
NAMED = {"alt", "help", "label", "placeholder", "show_spinner"}
AXES = {"update_xaxes", "update_yaxes"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_WORDS = re.compile(r"<|^:material/\w+:$|^https://|^any$")


def labels_in(code: str) -> Iterator[str]:
    """The labels that some code puts on a page itself."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            yield from (text for text in _given(node) if _WORD.search(text))


def _given(call: ast.Call) -> Iterator[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    place = 0 if name in FIRST else 1 if name in SECOND else None
    said = [] if place is None else call.args[place : place + 1]
    named = NAMED | ({"title"} if name in AXES else set())
    said += [keyword.value for keyword in call.keywords if keyword.arg in named]
    for value in said:
        text = value.value if isinstance(value, ast.Constant) else None
        if isinstance(text, str) and not _NO_WORDS.search(text):
            yield text


ROOMS = sorted({*(ROOT / "ui").iterdir(), *(ROOT / "pages").iterdir()})


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: f"{room.parent.name}/{room.name}")
def test_no_label_stands_in_the_code(room: Path) -> None:
    files = [room] if room.suffix == ".py" else room.rglob("*.py")
    found = {file.name: said for file in files if (said := [*labels_in(file.read_text("utf-8"))])}
    assert found == {}, "write it in assets/content/says, and ask for it: says(room, name)"


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ('st.button("Draw again", key="draw")', ["Draw again"]),
        ('page_link("clean", "Review it")', ["Review it"]),
        ('figure.update_xaxes(title="night")', ["night"]),
        ('st.selectbox(says("plan", "lever"), names, placeholder="None yet")', ["None yet"]),
        ('st.button(":material/close:")', []),
        ('st.button(says("gather", "stop"))', []),
    ],
)
def test_labels_are_told_from_keys(code: str, labels: list[str]) -> None:
    assert [*labels_in(code)] == labels
