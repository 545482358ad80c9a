"""Hostile texts are shown as they are, whichever way they are made harmless."""

import csv
import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.plain_text import (
    as_cell,
    as_text,
    escaped,
    isolated,
    one_line,
    typed,
    without_marks,
)
from tests.hostile_strings import HOSTILE

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LINK = re.compile(r"https?://|www\.|[\w.+-]@\w", re.IGNORECASE)  # what GitHub and others link


def shown(harmless: str) -> str:
    """What a reader sees; fails where there is more to see than text."""
    html = COMMONMARK.render(harmless)
    assert not re.search(r"<(?!/?p>)", html), html
    text = unescape(re.sub(r"</?p>", "", html))
    assert not LINK.search(text), text
    return " ".join(re.sub("[\u2060\u2068\u2069]", "", text).split())


def test_there_are_hundreds_of_hostile_strings() -> None:
    assert len(HOSTILE) >= 300


@pytest.mark.parametrize("harmless", [as_text, escaped])
def test_each_is_shown_as_it_is(harmless) -> None:  # type: ignore[no-untyped-def]
    for words in HOSTILE:
        assert shown(harmless(words)) == " ".join(one_line(words).replace("\u2060", "").split())


@pytest.mark.parametrize("harmless", [as_text, escaped])
@given(st.text())
def test_so_is_any_text(harmless, words: str) -> None:  # type: ignore[no-untyped-def]
    assert shown(harmless(words)) == " ".join(one_line(words).replace("\u2060", "").split())


def test_letters_of_every_script_stay_whole() -> None:
    for words in ("می‌خواهم", "👩‍👩‍👧‍👦", "İstanbul", "क्ष", "A\u030a"):
        assert as_text(words) == isolated(words)
        assert escaped(words) == words


def test_no_cell_is_a_formula_and_each_is_read_as_it_was_typed() -> None:
    for words in HOSTILE:
        cell = as_cell(words)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert typed(cell) == words
    assert as_cell("-10") == "-10" and as_cell("+1.5") == "+1.5"


def test_cells_survive_a_table() -> None:
    table = io.StringIO()
    csv.writer(table).writerows([as_cell(words)] for words in HOSTILE if "\x00" not in words)
    rows = csv.reader(io.StringIO(table.getvalue(), newline=""))
    assert [typed(row[0]) for row in rows if row] == [w for w in HOSTILE if "\x00" not in w]


def test_words_from_the_right_keep_their_direction_between_marks() -> None:
    assert as_text("דוב (2)") == "\u2068דוב \\(2\\)\u2069"
    assert as_text("bear") == "bear"


def test_a_sentence_of_ours_stands_without_its_marks_and_a_name_in_it_as_it_was_typed() -> None:
    typed = "a_b *c* (2)"
    assert without_marks(f"**Why** is _this_ x_train, *{as_text(typed)}*?") == (
        f"Why is this x_train, {typed}?"
    )
