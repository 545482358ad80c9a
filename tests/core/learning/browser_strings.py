"""What JavaScript and HTML of ours say themselves: strings of scripts, texts of templates."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.core.learning.screen_texts import ROOT

FOLDERS = (ROOT / "ui", ROOT / "assets" / "templates")
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
NAME = "Drivetrain Lab"  # is called so in every language
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACE = re.compile(r"\$\{[^}]*\}|\$\w+")
_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|(?<=[=(,:;!&|?{}\[\n ])/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n\[])+/[a-z]*"
    r'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`',
    re.DOTALL,
)
_NO_TEXT = re.compile(r"[<\[]|^[.#\n]|^[A-Z]\w+-[A-Z]\w+$|^version https://|^[:(]|\w\(|\bwords\.")
_MISTAKE = re.compile(r"(?:new Damaged|new RangeError)\($")  # for who reads the console


def browser_files(kind: str) -> list[Path]:
    """Our files of this kind, "js" or "html"."""
    return sorted(file for folder in FOLDERS for file in folder.rglob(f"*.{kind}"))


def script_texts(script: str) -> Iterator[str]:
    """The strings of JavaScript that read like words for people, as they are written: no selector,
    no list of classes, no key."""
    for token in _TOKEN.finditer(script):
        text = token[0]
        before = script[max(0, token.start() - 20) : token.start()]
        if text[0] != "/" and not _MISTAKE.search(before) and _is_said(text[1:-1]):
            yield text[1:-1]


def _is_said(text: str) -> bool:
    bare = _PLACE.sub("", text)
    words = _WORD.findall(bare)
    if _NO_TEXT.search(text) or " " not in text.strip() or not words:
        return False
    return len(words) > 2 or bare[:1].isupper() or (bare != text and len(words) > 1)


def template_texts(html: str) -> list[str]:
    """The words that stand in HTML, on the page or for a screen reader, instead of places."""
    return _Texts(html).found


class _Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN:
                self.handle_data(value or "")

    def handle_data(self, data: str) -> None:
        if _WORD.search(_PLACE.sub("", data).replace(NAME, "")):
            self.found.append(data.strip())
