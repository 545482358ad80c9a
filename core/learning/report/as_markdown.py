"""A report as Markdown (CommonMark with tables), safe for whatever a learner typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.drivetrain.card.markdown import bullets, escaped, table
from core.learning.pages import page_info
from core.learning.report.blocks import (
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
from core.learning.report.content import report_text

WEB = re.compile(r"https?://[^\s<>()|\"'`\\]+")

PictureName = Callable[[Picture], str]


def as_markdown(document: Document, picture_file: PictureName) -> str:
    """The document's text; charts are `charts/NAME.svg`, pictures where `picture_file` says."""
    parts = [f"# {escaped(document.title)}", f"*{escaped(document.subtitle)}*"]
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        for block in section.blocks:
            parts += _block(block, picture_file)
    parts += ["---", f"*{escaped(document.closing)}*"]
    return "\n\n".join(parts) + "\n"


def paragraphs(words: str) -> list[str]:
    """What was typed, cut at its empty lines."""
    return [part for part in re.split(r"\n\s*\n", words.strip()) if part.strip()]


def _block(block: Block, picture_file: PictureName) -> Iterator[str]:
    draft = report_text().draft
    match block:
        case Words(text):
            yield escaped(text)
        case Quote(label, text):
            yield f"**{escaped(label)}:** {escaped(text)}"
        case Points(items):
            yield bullets(items)
        case Table():
            yield from _table(block)
        case Chart(name, _, alt, numbers):
            yield f"![{escaped(alt)}](charts/{name}.svg)"
            yield from _table(numbers)
        case Pictures(shown):
            for one in shown:
                yield _picture(one, picture_file(one))
        case Own(_, asks, text) if not text.strip():
            yield f"> **{escaped(draft.to_write)}:** {escaped(asks)}"
        case Own(_, _, text):
            yield from map(escaped, paragraphs(text))
        case Gap(says, page):
            says = f"{escaped(says)} (page {page_info(page).title})"
            yield f"> **{escaped(draft.not_there)}:** {says}"


def _picture(one: Picture, file: str) -> str:
    return f"![{escaped(one.alt)}]({file})\n\n*{escaped(one.caption)}* {_cell(one.credit)}"


def _table(block: Table) -> Iterator[str]:
    yield f"*{escaped(block.caption)}*"
    yield table([_cell(cell) for cell in block.head], ([*map(_cell, row)] for row in block.rows))


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        words = escaped(cell.words)
        return f"[{words}]({cell.address})" if WEB.fullmatch(cell.address) else words
    return escaped(cell)
