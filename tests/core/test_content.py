"""One reader of content: wrong files are named, and no text is asked for or kept in vain."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from core.content import CONTENT_FOLDER, ROOT, ContentInvalid, fitting, lesson_text, read

YAML = re.compile(r"\byaml\.\w*load")
ASKED = re.compile(r'lesson_text\(["\'](\w+)["\']\)')
SAID = re.compile(r'\bsays\(\s*"(\w+)"')
NAMED = re.compile(r"""["'](\w+)(?=(["'{]))""")


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str


def test_what_is_wrong_is_named_with_its_file_and_entry() -> None:
    with pytest.raises(ContentInvalid, match=r"(?s)page\.yaml.*title"):
        fitting("page.yaml", {}, Words)
    with pytest.raises(ContentInvalid, match="extra"):
        fitting("page.yaml", {"title": "One", "extra": "two"}, Words)
    with pytest.raises(ContentInvalid, match="no_such_part"):
        read("evaluate.yaml", Words, "no_such_part")


def test_no_other_module_reads_yaml() -> None:
    readers = [
        str(file.relative_to(ROOT))
        for folder in ("core", "ui", "pages")
        for file in (ROOT / folder).rglob("*.py")
        if YAML.search(file.read_text("utf-8"))
    ]
    assert readers == ["core/content.py"]


def test_every_text_of_a_page_is_asked_for_somewhere() -> None:
    sources = [
        file.read_text("utf-8")
        for folder in ("core", "ui", "pages")
        for file in (ROOT / folder).rglob("*.py")
    ]
    pages = {name for text in sources for name in ASKED.findall(text)}
    pages |= {f"says/{room}" for text in sources for room in SAID.findall(text)}
    assert {f"says/{file.stem}" for file in (CONTENT_FOLDER / "says").glob("*")} <= pages
    assert len(pages) > 8
    named = {found for text in sources for found in NAMED.findall(text)}
    idle = {
        (page, name) for page in pages for name in lesson_text(page) if not _is_asked(name, named)
    }
    assert not idle


def _is_asked(entry: str, named: set[tuple[str, str]]) -> bool:
    """Whether a module names this entry, or its beginning before a place in braces."""
    starts = {entry[:end] for end in range(1, len(entry)) if entry[end - 1] == "_"}
    whole = {(entry, '"'), (entry, "'")}
    return not named.isdisjoint(whole | {(start, "{") for start in starts})


def test_every_place_of_a_sentence_is_filled_where_it_is_said() -> None:
    calls = list(_calls_of_says())
    assert len(calls) > 100
    empty = {
        (room, name): missing
        for room, name, given in calls
        if (missing := _places(lesson_text(f"says/{room}")[name]) - given)
    }
    assert empty == {}


def _places(sentence: str) -> set[str]:
    found = (place for _, place, _, _ in Formatter().parse(sentence) if place)
    return {re.split(r"[.\[]", place)[0] for place in found}


def _calls_of_says() -> Iterator[tuple[str, str, set[str]]]:
    """Every call whose sentence stands in it, and which gives its places by name: room, sentence,
    places."""
    for folder in ("core", "ui", "pages"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "says":
                    room, name = node.args
                    given = {keyword.arg for keyword in node.keywords}
                    if isinstance(name, ast.Constant) and None not in given:
                        yield ast.literal_eval(room), str(name.value), set(map(str, given))


def test_every_content_file_is_a_mapping() -> None:
    files = list(CONTENT_FOLDER.rglob("*.yaml"))
    assert files
    assert [f for f in files if not isinstance(yaml.safe_load(f.read_text("utf-8")), dict)] == []
