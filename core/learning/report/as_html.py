"""A report as HTML: one file that needs nothing else and asks no other host for anything."""

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from string import Template

from core.content import ASSETS, says
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
from core.drivetrain.card.markdown import WEB, paragraphs
from core.learning.pages import page_info
from core.learning.report.content import report_text

TEMPLATES = ASSETS / "templates"


def as_html(document: Document) -> str:
    """The whole page, charts and pictures inside; its policy forbids scripts and other hosts."""
    page = Template((TEMPLATES / "report.html").read_text(encoding="utf-8"))
    return page.substitute(title=escape(document.title), style=style(), body=article(document))


@cache
def style() -> str:
    """The look of a report, on the page and in the file."""
    return (TEMPLATES / "report.css").read_text(encoding="utf-8")


def article(document: Document) -> str:
    """Everything between the page's frame: title, sections, closing line."""
    sections = "".join(
        f"<section><h2>{escape(section.title)}</h2>{blocks(section.blocks)}</section>"
        for section in document.sections
    )
    head = f"<h1>{escape(document.title)}</h1><p class='subtitle'>{escape(document.subtitle)}</p>"
    closing = f"<footer>{escape(document.closing)}</footer>"
    return f"<article class='report'>{head}{sections}{closing}</article>"


def blocks(some: Sequence[Block]) -> str:
    """Some blocks of a section, in order."""
    return "".join(part for block in some for part in _block(block))


def still_open(block: Own | Gap) -> Quote:
    """What a draft says in place of an answer or a fact that is not there yet."""
    draft = report_text().draft
    if isinstance(block, Own):
        return Quote(draft.to_write, block.asks)
    return Quote(
        draft.not_there, says("report", "on_page", gap=block.says, page=page_info(block.page).title)
    )


def _block(block: Block) -> Iterator[str]:
    match block:
        case Words(text):
            yield f"<p>{escape(text)}</p>"
        case Quote():
            yield _labelled(block)
        case Points(items):
            yield f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        case Table():
            yield _html_table(block)
        case Chart(_, svg, alt, table):
            yield _chart(svg, alt, table)
        case Pictures(shown):
            yield pictures_html(shown)
        case Own(_, asks, text) if text.strip():
            yield f"<p class='asked'>{escape(asks)}</p>"
            yield "".join(f"<p class='own'>{escape(part)}</p>" for part in paragraphs(text))
        case Own() | Gap():
            yield _labelled(still_open(block), "<p class='open'>")


def _labelled(said: Quote, begins: str = "<p>") -> str:
    return f"{begins}<strong>{escape(said.lead)}</strong> {escape(said.text)}</p>"


def _chart(svg: str, alt: str, table: Table) -> str:
    drawn = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
    return (
        f"<figure>{drawn}<figcaption>{escape(table.caption)}</figcaption>"
        f"<details><summary>The numbers</summary>{_html_table(table)}</details></figure>"
    )


def _html_table(table: Table) -> str:
    head = "".join(f"<th scope='col'>{escape(cell)}</th>" for cell in table.head)
    rows = "".join(f"<tr>{_row(row)}</tr>" for row in table.rows)
    return (
        f"<div class='table' role='group' tabindex='0' aria-label='{escape(table.caption)}'>"
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Sequence[Cell]) -> str:
    first, *others = map(_cell, row)
    return f"<th scope='row'>{first}</th>" + "".join(f"<td>{cell}</td>" for cell in others)


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        words = escape(cell.words)
        if WEB.fullmatch(cell.address):
            return f'<a href="{escape(cell.address)}" rel="noopener">{words}</a>'
        return words
    return escape(cell)


def pictures_html(shown: Sequence[Picture]) -> str:
    """Pictures side by side; a credit that all of them share stands once, below them."""
    credits = {one.credit for one in shown}
    figures = "".join(_picture(one, credited=len(credits) > 1) for one in shown)
    below = f"<p><small>{_cell(credits.pop())}</small></p>" if len(credits) == 1 else ""
    return f"<div class='pictures'>{figures}</div>{below}"


def _picture(one: Picture, *, credited: bool) -> str:
    data = base64.b64encode(one.path.read_bytes()).decode("ascii")
    whose = f"<br><small>{_cell(one.credit)}</small>" if credited else ""
    return (
        f"<figure><img src='data:image/jpeg;base64,{data}' alt='{escape(one.alt)}'>"
        f"<figcaption>{escape(one.caption)}{whose}</figcaption></figure>"
    )
