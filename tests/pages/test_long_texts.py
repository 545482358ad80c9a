"""A browser that sends a million letters into every field: little of it is kept, no page breaks."""

import ast
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.learning.pages import PAGES, PageInfo
from core.project.database import FILE
from core.project.lengths import LONGEST_TEXT, texts_in
from core.project.project import Project
from tests.app import ROOT, open_page

FIELDS = {"text_input", "text_area", "chat_input"}
TYPED = "n" * 1_000_000


def fields_in(file: Path) -> list[ast.Call]:
    """Where a file asks Streamlit for a field to type in."""
    calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return [
        call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in FIELDS
    ]


def test_every_field_says_how_much_it_takes() -> None:
    """Streamlit cuts on the server what is longer than `max_chars`."""
    files = [*ROOT.glob("ui/**/*.py"), *ROOT.glob("pages/**/*.py")]
    found = [(file.name, call.lineno, call) for file in files for call in fields_in(file)]
    endless = [
        (name, line)
        for name, line, call in found
        if "max_chars" not in {word.arg for word in call.keywords}
    ]
    assert len(found) > 10
    assert endless == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_what_is_typed_without_end_is_cut_or_refused(trained: Project, page: PageInfo) -> None:
    app = open_page(f"/{page.url_path}", trained)
    for kind in ("text_input", "text_area"):
        for place in range(len(app.get(kind))):
            type_into(app, kind, place)
    assert longest_kept(trained) <= LONGEST_TEXT


def type_into(app: AppTest, kind: str, place: int) -> None:
    fields = app.get(kind)
    if place < len(fields) and not fields[place].disabled:
        fields[place].set_value(TYPED).run()
        assert {error.proto.type for error in app.exception} <= {"TooLong"}


def longest_kept(project: Project) -> int:
    """The characters of the longest text in the tables of a project, in JSON too."""
    with closing(sqlite3.connect(project.path / FILE)) as tables:
        names = [
            row[0] for row in tables.execute("select name from sqlite_master where type='table'")
        ]
        rows = [row for name in names for row in tables.execute(f'select * from "{name}"')]
    texts = (cell for row in rows for cell in row if isinstance(cell, str))
    return max(len(part) for text in texts for part in parts_of(text))


def parts_of(text: str) -> list[str]:
    try:
        return list(texts_in(json.loads(text))) or [""]
    except ValueError:
        return [text]
