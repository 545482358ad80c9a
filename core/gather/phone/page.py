"""The page on a phone whose camera adds pictures to a project: plain HTML, CSS and JavaScript."""

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from string import Template

from core.content import ASSETS, lesson_text, read

TEXT = lesson_text("phone_camera")
FOLDER = ASSETS / "templates" / "phone_camera"
WORDS = ASSETS / "templates" / "words.js"
"""What hands a page's words to its JavaScript; it lies beside the page."""
FILES = {"camera.js": "text/javascript", WORDS.name: "text/javascript", "camera.css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a browser may do on the page: nothing with any other host, no script but ours."""


def camera_page(name: str, own: bool, no_people: bool, most_bytes: int) -> str:
    """Return the HTML of the page for the project `name`, which may be anything that a learner
    typed. `own`: for the learner's own phone, which may name a new class."""
    return _template("camera.html").substitute(
        name=escape(name),
        about=escape(TEXT["page_own" if own else "page_others"]),
        own="yes" if own else "no",
        people="" if no_people else "hidden",
        most_bytes=most_bytes,
        words=as_attribute(_part("words")),
        **{place: escape(text) for place, text in _part("html").items()},
    )


def as_attribute(words: Mapping[str, str]) -> str:
    """Return the words for the attribute of an HTML page from which words.js reads them."""
    return escape(json.dumps(words, ensure_ascii=False))


def _part(name: str) -> dict[str, str]:
    return read("phone_camera.yaml", dict[str, str], name)


def ended_page() -> str:
    """Return the HTML that says the link has ended."""
    return sentence_page(TEXT["page_ended"], "camera.css")


def sentence_page(sentence: str, style: str) -> str:
    """Return the HTML that says no more than this, in a `style` that lies beside its address."""
    return _template("sentence.html").substitute(sentence=escape(sentence), style=style)


@cache
def camera_file(name: str) -> str:
    """Return one of FILES; raises KeyError for any other name."""
    FILES[name]
    return (WORDS if name == WORDS.name else FOLDER / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / name).read_text(encoding="utf-8"))
