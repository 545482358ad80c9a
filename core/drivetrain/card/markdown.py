"""Markdown that is safe for whatever a learner typed, and the drivetrain card written in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from core.drivetrain.card.card import Card, Comparison, Section
from core.drivetrain.card.words import as_bad_as, day_words, look_words, number, range_words
from core.drivetrain.costs.costs import Costs

_ANYWHERE = re.compile(r"([\\`*_\[\]|~$])")
_AT_START = re.compile(r"^([#>+=-]|\d+(?=[.)](?:\s|$)))")


def card_markdown(card: Card) -> str:
    """Return the card as Markdown (CommonMark with tables)."""
    blocks = [
        f"# {escaped(card.objective)}",
        f"*{escaped(card.name)}, {day_words(card.day)}*",
        *(block for section in card.chain for block in _section(section)),
        *(_costs(card.costs) if card.costs else ()),
        *(_section(card.decision, listed=True) if card.decision else ()),
        *(_comparison(card.comparison) if card.comparison else ()),
        *(block for section in card.closing for block in _section(section)),
    ]
    return "\n\n".join(blocks) + "\n"


def escaped(words: str) -> str:
    """Return plain text as one line of Markdown that shows exactly this text: no HTML, no marks.

    `<`, `>` and `&` become entities, since not every reader knows them behind a backslash.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AT_START.sub(_escaped_start, _ANYWHERE.sub(r"\\\1", line))


def bullets(items: Iterable[str]) -> str:
    """Plain texts as a list, one a line."""
    return "\n".join(f"- {escaped(item)}" for item in items)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], rules: Sequence[str] | None = None
) -> str:
    """A table of cells that are Markdown already; `rules` aligns the columns ("---:" to the
    right), all to the left without it."""
    lines = (head, rules or ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _escaped_start(start: re.Match[str]) -> str:
    """A list, a heading or a rule would begin here; a number keeps its digits."""
    return start[0] + "\\" if start[0].isdigit() else "\\" + start[0]


def _section(section: Section, *, listed: bool = False) -> Iterator[str]:
    yield f"## {escaped(section.title)}"
    if listed:
        yield bullets(item.text for item in section.items)
        return
    for item in section.items:
        label = f"**{escaped(item.label)}**" if item.label else ""
        yield ": ".join(part for part in (label, _paragraph(item.text)) if part)


def _paragraph(text: str) -> str:
    return escaped(text) if text else ""


def _costs(costs: Costs) -> Iterator[str]:
    yield f"## What a mistake costs, in {escaped(costs.unit)}"
    head = ["If we do this, and it is …", *costs.classes]
    rows = [
        [action, *(number(row[name]) for name in costs.classes)]
        for action, row in costs.table.items()
    ]
    often = costs.per_1000()
    rows.append(["Of 1,000 pictures", *(number(often[name]) for name in costs.classes)])
    yield _figures(head, rows)
    yield bullets([*map(as_bad_as, costs.still_said()), look_words(costs)])


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield f"## What it costs for 1,000 pictures, in {escaped(comparison.unit)}"
    rows = [[one.name, range_words(one)] for one in comparison.strategies]
    yield _figures(["Way of deciding", "Cost (likely range)"], rows)


def _figures(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head, *rows = ([escaped(cell) for cell in cells] for cells in (head, *rows))
    return table(head, rows, rules=["---"] + ["---:"] * (len(head) - 1))
