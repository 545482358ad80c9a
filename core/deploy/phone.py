"""The page on which a phone asks a model: plain HTML, CSS and JavaScript, for any server."""

from collections.abc import Sequence
from functools import cache
from html import escape
from string import Template

from core.content import ASSETS, read
from core.gather.phone.page import WORDS, as_attribute, sentence_page

FOLDER = ASSETS / "templates" / "phone"
SCRIPTS = ("phone.js", "ask.js", WORDS.name)
FILES = {**dict.fromkeys(SCRIPTS, "text/javascript"), "phone.css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob:; media-src 'self' blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""What a browser may do on the page: nothing with any other host, no script but ours."""


def phone_page(name: str, classes: list[str], most_bytes: int, *, tells: bool = False) -> str:
    """The HTML of a model's page; it asks `predict` beside it and needs FILES beside it, too.

    `name` and `classes` may be anything that a learner typed. With `tells` visitors may report how
    fast it was on their device, to `measured`.
    """
    return _template().substitute(
        page_words(classes, asks="server"),
        name=escape(name),
        most_bytes=most_bytes,
        tells="yes" if tells else "no",
    )


def page_words(classes: Sequence[str], *, asks: str, **more: str) -> dict[str, str]:
    """What fills a model's page: its sentences as safe HTML, and `words` for its scripts. `asks` is
    the part of the content for its ask.js; `more` are texts that stand there instead."""
    sentences = {**_part("page"), **more}
    sentences["about"] = sentences["about"].format(classes=", ".join(classes))
    safe = {place: escape(text) for place, text in sentences.items()}
    return {**safe, "words": as_attribute({**_part("words"), **_part(asks)})}


def _part(name: str) -> dict[str, str]:
    return read("phone_page.yaml", dict[str, str], name)


def trouble_page(sentence: str) -> str:
    """The HTML for who opens an address that has no model (any more), or not now: what is so."""
    return sentence_page(sentence, "phone.css")


@cache
def phone_file(name: str) -> str:
    """One of FILES; raises KeyError for any other name."""
    FILES[name]
    return (WORDS if name == WORDS.name else FOLDER / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    return Template((FOLDER / "phone.html").read_text(encoding="utf-8"))
