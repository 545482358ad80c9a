"""JavaScript and HTML say nothing themselves: their words come from `assets/content`, and none of
these is asked for, or kept, in vain."""

import re
from pathlib import Path

import pytest
import yaml

from core.content import CONTENT_FOLDER
from tests.core.learning.browser_strings import browser_files, script_texts, template_texts
from tests.core.learning.screen_texts import ROOT

PAGES = ROOT / "assets" / "templates"
PHONE, CAMERA, HERE = PAGES / "phone", PAGES / "phone_camera", PAGES / "homes" / "browser"
FILLED_BY_PYTHON = {"name", "words", "own", "people", "most_bytes", "tells", "allowed", "also"}
_ASKED = re.compile(r"(?<!/)\b(?:words|says)\.(\w+)\b(?!\()|\$(\w+)")
_NAMED = re.compile(r"[\"`](\w+?)(?:_?\$\{|[\"`])")  # "card" of a sentence "card_keep"


@pytest.mark.parametrize("file", browser_files("js"), ids=lambda file: file.name)
def test_scripts_say_nothing_themselves(file: Path) -> None:
    assert [*script_texts(file.read_text("utf-8"))] == [], "ask for it: filled(words.name, …)"


@pytest.mark.parametrize("file", browser_files("html"), ids=lambda file: file.name)
def test_templates_say_nothing_themselves(file: Path) -> None:
    assert template_texts(file.read_text("utf-8")) == [], "write $name, and hand its words over"


@pytest.mark.parametrize(
    ("said", "is_text"),
    [
        ('"Nothing to undo"', True),
        ("`${label}: on its way …`", True),
        ('"is in the project"', True),
        ("say(wall, `change to ${label}`)", True),
        ('find(".show span")', False),
        ('make("p", "line doubt")', False),
        ('// "Nothing to undo"', False),
        ("text.match(/'a b c'/)", False),
        ('throw new Damaged("a rare kind of JPEG")', False),
    ],
)
def test_words_for_people_are_told_from_code(said: str, is_text: bool) -> None:
    assert bool([*script_texts(said)]) == is_text


def test_words_in_html_are_found_wherever_they_are_read() -> None:
    html = '<p id="say">$about</p><b>Keep</b><img alt="A bear"><input title="$title"><i>✓</i>'
    assert template_texts(html) == ["Keep", "A bear"]


def _components() -> dict[str, tuple[list[Path], set[str]]]:
    """Component → its files, and the names of its part of the content."""
    parts = yaml.safe_load((CONTENT_FOLDER / "components.yaml").read_text("utf-8"))
    folders = {name: next((ROOT / "ui").rglob(f"{name}/")) for name in parts}
    return {
        name: ([*folders[name].glob("*.js"), *folders[name].glob("*.html")], set(words))
        for name, words in parts.items()
    }


def _part(file: str, *names: str) -> set[str]:
    content = yaml.safe_load((CONTENT_FOLDER / file).read_text("utf-8"))
    return {entry for name in names for entry in content[name]}


GIVEN = {
    **_components(),
    "phone": ([PHONE / "phone.html"], _part("phone_page.yaml", "page")),
    "phone.js": ([PHONE / "phone.js"], _part("phone_page.yaml", "words")),
    "phone ask": ([PHONE / "ask.js"], _part("phone_page.yaml", "server")),
    "here": ([HERE / "index.html"], _part("phone_page.yaml", "page", "here") - {"tell"}),
    "here ask": ([HERE / "ask.js", HERE / "check.js"], _part("phone_page.yaml", "device")),
    "camera": ([CAMERA / "camera.html"], _part("phone_camera.yaml", "html") | {"about"}),
    "camera.js": ([CAMERA / "camera.js"], _part("phone_camera.yaml", "words")),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_they_ask_for_is_there_and_all_of_it_is_asked_for(name: str) -> None:
    files, given = GIVEN[name]
    source = "".join(file.read_text("utf-8") for file in files)
    asked = {one or other for one, other in _ASKED.findall(source)} - FILLED_BY_PYTHON
    assert asked - {"length"} <= given
    named = asked | set(_NAMED.findall(source))
    assert {entry for entry in given if not named & {entry, *_beginnings(entry)}} == set()


def _beginnings(entry: str) -> set[str]:
    parts = entry.split("_")
    return {"_".join(parts[:end]) for end in range(1, len(parts))}
