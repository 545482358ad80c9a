"""The one reader of `assets/content`: every file is checked against its model when it is read.

What the app says beyond a sentence stands there, so that words can be changed without code.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
CONTENT_FOLDER = ASSETS / "content"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C, nine times as quick; PyYAML built without libyaml has the other alone."""

T = TypeVar("T")
Text = Annotated[str, Field(min_length=1)]


class Content(BaseModel):
    """The base of every model of content: an entry it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Content):
    """A name for the screen and a sentence about it."""

    name: Text
    about: Text


class ContentInvalid(ValueError):
    """A content file does not fit its model; the text names the file and the entry."""


def read(name: str, model: type[T], part: str | None = None) -> T:
    """Return `assets/content/<name>` as a `model`: a pydantic model or dict[str, str].

    `part` names one entry of the file where the others belong to somebody else. A file is read
    once a process. Raises ContentInvalid.
    """
    content = _loaded(name)
    try:
        return fitting(name, content if part is None else content[part], model)
    except (KeyError, TypeError) as error:
        raise ContentInvalid(f"{name} has no {part!r}") from error


def read_file(file: Path) -> Any:
    """Return what a YAML file holds, unchecked: for `fitting`, where many make one whole."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)


def fitting(name: str, content: object, model: type[T]) -> T:
    """Return content as a `model`; raises ContentInvalid, which says where `name` is wrong."""
    try:
        kind: Any = model
        value: T = _reader(kind).validate_python(content)
        return value
    except ValidationError as error:
        raise ContentInvalid(f"{name}: {error}") from error


@cache
def _reader(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


@cache
def lesson_text(page: str) -> dict[str, str]:
    """Return the named texts of a page (Markdown, and `code`): the entries of its file that are
    words. A test holds that every name asked for is there and every one there is asked for."""
    entries = read(f"{page}.yaml", dict[str, Any])
    return {name: words for name, words in entries.items() if isinstance(words, str)}


def says(room: str, name: str, /, **places: object) -> str:
    """Return the whole sentence `name` of `assets/content/says/<room>.yaml` (Markdown), its named
    places filled in. No sentence is put together from pieces in code: another language orders and
    inflects its words in another way."""
    return lesson_text(f"says/{room}")[name].format(**places)


@cache
def _loaded(name: str) -> Any:
    return read_file(CONTENT_FOLDER / name)
