"""Our own components: each is a folder with its Python, HTML, CSS and JavaScript."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from string import Template

from core.content import read


@cache
def component_file(beside: str, file: str) -> str:
    """The text of one HTML, CSS or JavaScript file, read once.

    `beside` is the `__file__` of the module that mounts the component.
    """
    return (Path(beside).parent / file).read_text("utf-8")


def component_words(name: str) -> dict[str, str]:
    """What the component of this name says, a part of `components.yaml`: its JavaScript gets it as
    `data.words`. Empty for one that says nothing itself."""
    return dict(_all_words().get(name, {}))


@cache
def _all_words() -> dict[str, dict[str, str]]:
    return read("components.yaml", dict[str, dict[str, str]])


def component_html(beside: str, file: str, words: Mapping[str, str]) -> str:
    """An HTML file beside the module `beside`, with the words its `$places` name filled in; raises
    KeyError where one is missing."""
    safe = {name: escape(text) for name, text in words.items()}
    return Template(component_file(beside, file)).substitute(safe)


def jpeg_address(jpeg: bytes) -> str:
    """A picture as an address that holds it, for `src` in HTML."""
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def picture_address(path: Path) -> str:
    """The same of a JPEG on disk; kept in memory until the file changes. The thirty names that a
    picture of a class has are one file."""
    found = path.stat()
    return _picture_address(_File(path, (found.st_dev, found.st_ino, found.st_mtime_ns)))


@dataclass(frozen=True)
class _File:
    """A file by one of its names; what it is does not depend on which."""

    path: Path = field(compare=False)
    what: tuple[int, int, int]


@lru_cache(maxsize=2048)
def _picture_address(file: _File) -> str:
    return jpeg_address(file.path.read_bytes())
