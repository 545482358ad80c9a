"""Whatever leaves the app holds hostile words as words: no element, no formula, no broken code."""

import ast
import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
import yaml
from markdown_it import MarkdownIt

from core.deploy.homes.home import home_download
from core.deploy.homes.homes import HOMES
from core.drivetrain.card.card import card, card_document
from core.drivetrain.card.markdown import as_markdown as card_markdown
from core.drivetrain.card.pdf import card_pdf
from core.learning.questions.catalogue import catalogue
from core.learning.questions.export import anki_deck
from core.learning.questions.export import as_markdown as questions_markdown
from core.learning.report.documents import report_zip
from core.plain_text import as_text
from core.production.notebook import judging_code, notebook
from core.project.archive.archive import save_archive
from core.project.archive.class_folders import save_class_folders
from core.project.project import Project
from core.project.workspace import Workspace
from tests.app import workspace_of
from tests.conftest import trained_in
from tests.hostile_strings import NEVER, born_of_them, in_turn
from tests.pages.hostile_text import make_hostile
from ui.parts.notebook_download import file_stem

DAY = date(2026, 5, 3)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
IN_FILES = NEVER - {"svg", "style", "details"}  # charts of ours and their tables name classes
ANKI_MAKES_MORE_OF = ("[sound:", "{{c1::zq", "[latex]zq", "\\(zq", "[$]zq")
STARTS = (0, 100, 200)  # which strings the places of the next project get


@pytest.fixture(scope="module", params=STARTS)
def hostile(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    _template_home: Callable[[str], Path],
) -> Iterator[Project]:
    """A trained project of hostile words, other ones each time; the tests only take from it."""
    with trained_in(tmp_path_factory.mktemp("home"), _template_home) as project:
        yield make_hostile(project, in_turn(request.param))


def rendered(markdown: str) -> str:
    return str(MARKDOWN.render(markdown))


def members(packed: bytes | Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed) if isinstance(packed, bytes) else packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_texts_hold_words_only(hostile: Project) -> None:
    items, answers = catalogue(hostile, as_text).items, hostile.answers.all()
    texts = {
        "card.md": card_markdown(card_document(card(hostile, DAY))),
        "questions.md": questions_markdown(items, answers),
    }
    for name, data in members(report_zip(hostile, DAY)).items():
        if name.endswith(".md"):
            texts[name] = data.decode()
        if name.endswith((".html", ".svg")):
            assert born_of_them(data.decode(), IN_FILES) == [], name
    for name, text in texts.items():
        assert "zq" in text, name
        assert born_of_them(rendered(text)) == [], name


def test_a_card_is_printed(hostile: Project) -> None:
    pdf = card_pdf(card(hostile, DAY))
    assert pdf.startswith(b"%PDF") and b"/URI" not in pdf and b"/JavaScript" not in pdf


def test_code_is_code_and_says_nothing_of_them_but_as_text(hostile: Project) -> None:
    archive = f"{file_stem(hostile.name)}.zip"
    cells = json.loads(notebook(hostile, archive))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    code += [judging_code(hostile, page, archive) for page in ("evaluate", "clean")]
    for one in code:
        python = re.sub(r"%pip .*", "pass", one)
        names = {node.id for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Name)}
        assert not any("zq" in name for name in names)
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert any("zq" in word for word in words)
    assert born_of_them("".join(map(rendered, words))) == []


@pytest.mark.parametrize("kind", HOMES)
def test_a_model_moves_out_with_names_as_words(hostile: Project, kind: str) -> None:
    run = next(run for run in hostile.runs.all() if run.kind == "quick")
    files = members(b"".join(home_download(hostile, run, HOMES[kind]).pieces))
    assert {*json.loads(files["labels.json"])["vocab"]} == {*hostile.dataset.classes()}
    for name, data in files.items():
        if name.endswith(".py"):
            ast.parse(data)
            assert b"zq" not in data, name
        if name.endswith(".md"):
            front, text = front_and_text(data.decode())
            assert born_of_them(rendered(text)) == [], name
            assert not any("zq" in key for key in front), name
        if name.endswith(".html"):
            assert born_of_them(data.decode()) == [], name


def front_and_text(markdown: str) -> tuple[dict[str, object], str]:
    """What Hugging Face reads of a README.md, and what everybody else does."""
    if not markdown.startswith("---\n"):
        return {}, markdown
    _, front, text = markdown.split("---\n", 2)
    return yaml.safe_load(front), text


def test_a_spreadsheet_finds_no_formula_and_gather_reads_what_was_typed(
    hostile: Project, tmp_path: Path
) -> None:
    files = members(save_class_folders(hostile, tmp_path / "folders.zip"))
    table = files.pop("labels.csv").decode("utf-8-sig")
    [_, *rows] = csv.reader(io.StringIO(table, newline=""))
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    for name in files:
        path = PurePosixPath(name)
        assert not path.is_absolute() and ".." not in path.parts and "\\" not in name
    assert {row[0] for row in rows} == set(files)


def test_anki_shows_them_as_words(hostile: Project, tmp_path: Path) -> None:
    deck = members(anki_deck(catalogue(hostile, as_text).items, hostile.answers.all()))
    (tmp_path / "collection").write_bytes(deck["collection.anki2"])
    with sqlite3.connect(tmp_path / "collection") as collection:
        fields = "".join(row[0] for row in collection.execute("SELECT flds FROM notes"))
    assert "zq" in fields
    assert born_of_them(fields) == []
    assert not any(
        sign in fields for sign in ("[sound:", "{{c1::zq", "[latex]zq", "\\(zq", "[$]zq")
    )


def test_a_saved_project_brings_every_word_back(hostile: Project, tmp_path: Path) -> None:
    saved = save_archive(hostile, tmp_path / "saved.zip")
    assert born_of_them(rendered(members(saved)["ATTRIBUTION.md"].decode())) == []
    opened: Workspace = workspace_of(hostile)
    again = opened.open_archive(saved)
    assert [*again.dataset.classes()] == [*hostile.dataset.classes()]
    assert again.name == hostile.name
    assert [one.name for one in again.dataset.images()] == [
        one.name for one in hostile.dataset.images()
    ]
