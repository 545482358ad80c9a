"""The Markdown (CommonMark with tables) of card and reports, safe for what a learner typed."""

import re
from collections.abc import Callable, Iterator

from core.drivetrain.card.blocks import (
    Block,
    Cell,
    Chart,
    Document,
    Gap,
    Link,
    Own,
    Picture,
    Pictures,
    Points,
    Quote,
    Table,
    Words,
)
from core.plain_text import escaped

WEB = re.compile(r"https?://[^\s<>()|\"'`\\]+")

PictureName = Callable[[Picture], str]
StillOpen = Callable[[Own | Gap], Quote]


def as_markdown(
    document: Document,
    picture_file: PictureName = lambda one: one.path.name,
    still_open: StillOpen = lambda block: Quote("", ""),
) -> str:
    """Return the document's text; charts are `charts/NAME.svg`, pictures where `picture_file` says.

    `still_open` says what to do about an answer or a fact that is not there yet.
    """
    parts = [f"# {escaped(document.title)}", f"*{escaped(document.subtitle)}*"]
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        for block in section.blocks:
            parts += _block(block, picture_file, still_open)
    if document.closing:
        parts += ["---", f"*{escaped(document.closing)}*"]
    return "\n\n".join(parts) + "\n"


def paragraphs(words: str) -> list[str]:
    """What was typed, cut at its empty lines."""
    return [part for part in re.split(r"\n\s*\n", words.strip()) if part.strip()]


def _block(block: Block, picture_file: PictureName, still_open: StillOpen) -> Iterator[str]:
    match block:
        case Words(text):
            yield escaped(text)
        case Quote():
            yield _quote(block)
        case Points(items):
            yield "\n".join(f"- {escaped(item)}" for item in items)
        case Table():
            yield from _table(block)
        case Chart(name, _, alt, numbers):
            yield f"![{escaped(alt)}](charts/{name}.svg)"
            yield from _table(numbers)
        case Pictures(shown):
            for one in shown:
                yield _picture(one, picture_file(one))
        case Own(_, asks, text) if text.strip():
            yield f"**{escaped(asks)}**"
            yield from map(escaped, paragraphs(text))
        case Own() | Gap():
            yield f"> {_quote(still_open(block))}"


def _quote(said: Quote) -> str:
    """A label of which nothing more is said has no colon."""
    text = escaped(said.text)
    return f"**{escaped(said.lead)}** {text}" if text else f"**{escaped(said.label)}**"


def _picture(one: Picture, file: str) -> str:
    return f"![{escaped(one.alt)}]({file})\n\n*{escaped(one.caption)}* {_cell(one.credit)}"


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield f"*{escaped(block.caption)}*"
    columns = zip(*block.rows, strict=True) if block.rows else ((cell,) for cell in block.head)
    rules = ["---:" if all(map(_is_figure, column)) else "---" for column in columns]
    cells = [[*map(_cell, row)] for row in (block.head, *block.rows)]
    yield "\n".join(f"| {' | '.join(row)} |" for row in (cells[0], rules, *cells[1:]))


def _is_figure(cell: Cell) -> bool:
    """A column of nothing but figures stands to the right."""
    return isinstance(cell, str) and cell[:1].isdigit()


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        words = escaped(cell.words)
        return f"[{words}]({cell.address})" if WEB.fullmatch(cell.address) else words
    return escaped(cell)
