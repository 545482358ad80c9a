"""The drivetrain card as one printed page, whatever the length of the plan: its text, the cost
matrix, and what each way of deciding costs."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial

from core.content import says
from core.drivetrain.card.blocks import Points, Quote, Section, Words
from core.drivetrain.card.card import Card, decision_section
from core.drivetrain.card.sheet import ACCENT, GREY, INK, RULE, Sheet, Style
from core.drivetrain.card.words import as_bad_as, day_words, look_words, range_words
from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.decide.decision import Decision
from core.words import number

EYEBROW = Style(8, colour=GREY)
HEADLINE = Style(19, bold=True)
TITLE = Style(10.5, bold=True, colour=ACCENT)
LABEL = Style(8, bold=True)
BODY = Style(8)
GAP = 8.0
SMALLEST = 0.7
SCALES = tuple(scale / 100 for scale in range(150, 70, -5))
WHOLE = 4000
LIMITS = (900, 600, 400, 250, 160, 100, 60, 30)
Size = tuple[float, int]  # scale of the type, longest text
_SIZES: list[Size] = [
    *((scale, WHOLE) for scale in SCALES),
    (SMALLEST, WHOLE),
    *((SMALLEST, limit) for limit in LIMITS),
]  # from the most readable to the one that always fits
MOST_ITEMS = 9
CELL = Style(7.5)
BEST = Style(7.5, bold=True, colour=ACCENT)
HEAD = Style(7.5, bold=True)
NOTE = Style(7, colour=GREY)
FIGURE = Style(7.5, right=True)
FIGURE_BEST = Style(7.5, bold=True, colour=ACCENT, right=True)
HEAD_RIGHT = Style(7.5, bold=True, right=True)
MOST_CLASSES, MOST_ACTIONS, MOST_SENTENCES = 6, 8, 3
NAMES = 0.42  # of the width, for the names of actions
BETWEEN = 1.5


def card_pdf(card: Card) -> bytes:
    """Return the card as a PDF of exactly one page, A4 landscape."""
    title, foot = says("card", "name", name=card.name), says("card", "foot")
    return one_page(title, partial(_lay_out, card=card), foot, says("card", "markdown_card"))


def one_page(title: str, lay_out: Callable[[Sheet], float], foot: str, elsewhere: str) -> bytes:
    """Return what `lay_out` writes (it returns the y where it ends) as one page, A4 landscape.

    The type is as large as fits; where even small type does not, the longest texts are shortened,
    and a line after `foot` says that `elsewhere` has them whole.
    """
    sheet = Sheet(title)
    at = bisect_left(_SIZES[:-1], True, key=lambda size: _fits(sheet, lay_out, size))
    _set_size(sheet, _SIZES[at])
    sheet.ink = True
    lay_out(sheet)
    _foot(sheet, foot, elsewhere)
    return bytes(sheet.pdf.output())


def _fits(sheet: Sheet, lay_out: Callable[[Sheet], float], size: Size) -> bool:
    _set_size(sheet, size)
    return lay_out(sheet) <= sheet.height - sheet.margin - sheet.step(4)


def _set_size(sheet: Sheet, size: Size) -> None:
    sheet.scale, sheet.limit = size


def _lay_out(sheet: Sheet, card: Card) -> float:
    """Write the whole card from the top; return the y where it ends."""
    x, y = sheet.margin, sheet.margin
    y = sheet.text(x, y, sheet.inner, f"{card.name} · {day_words(card.day)}", EYEBROW)
    y = sheet.text(x, y + sheet.step(1), sheet.inner * 0.92, card.objective, HEADLINE)
    y = columns(sheet, y + sheet.step(5), card.chain, arrows=True)
    if card.costs or card.decision:
        y = _decided(sheet, y + sheet.step(6), card)
    return columns(sheet, y + sheet.step(6), card.closing)


def columns(
    sheet: Sheet, y: float, sections: tuple[Section, ...], *, arrows: bool = False
) -> float:
    """Sections side by side; return the y below the longest."""
    width = _column_width(sheet, len(sections))
    ends = []
    for place, section in enumerate(sections):
        x = sheet.margin + place * (width + GAP)
        title = f"{place + 1}  {section.title}" if arrows else section.title
        ends.append(_section(sheet, x, y, width, title, section))
        if arrows and place + 1 < len(sections):
            middle = x + width + GAP / 2 - sheet.step(1.6)
            sheet.text(middle, y + sheet.step(0.6), GAP, "→", TITLE)
    return max(ends)


def _column_width(sheet: Sheet, columns: int) -> float:
    return (sheet.inner - GAP * (columns - 1)) / columns


def _section(sheet: Sheet, x: float, y: float, width: float, title: str, section: Section) -> float:
    sheet.line(x, y, x + width, ACCENT, 0.5)
    y = sheet.text(x, y + sheet.step(1.2), width, title, TITLE) + sheet.step(1)
    items = list(_items(section))
    for label, text in items[:MOST_ITEMS]:
        if label:
            y = sheet.text(x, y, width, label, LABEL)
        if text:
            y = sheet.text(x, y, width, text, BODY)
        y += sheet.step(1.4)
    if more := len(items) - MOST_ITEMS:
        y = sheet.text(x, y, width, says("card", "more", more=more), EYEBROW) if more > 0 else y
    return y


def _items(section: Section) -> Iterator[tuple[str, str]]:
    """Label and text of each item; a text without a label has ""."""
    for block in section.blocks:
        match block:
            case Quote(label, text):
                yield label, text
            case Words(text):
                yield "", text
            case Points(items):
                yield from (("", item) for item in items)


def _decided(sheet: Sheet, y: float, card: Card) -> float:
    """Costs, decision and what it is worth: as many columns as there is something for."""
    width = _column_width(sheet, 3 if card.decision else 2)
    ends, x = [y], sheet.margin
    if card.costs is not None:
        ends.append(cost_figures(sheet, x, y, width, card.costs))
        x += width + GAP
    if card.decision is not None:
        decided = decision_section(card.decision)
        ends.append(_section(sheet, x, y, width, decided.title, decided))
        ends.append(worth_bars(sheet, x + width + GAP, y, width, card.decision))
    return max(ends)


def _foot(sheet: Sheet, foot: str, elsewhere: str) -> None:
    """A quiet line at the bottom: where this comes from, and what print could not show."""
    words = [foot]
    if sheet.limit < WHOLE:
        words.append(says("card", "shortened", elsewhere=elsewhere))
    if sheet.lost:
        words.append(says("card", "lost", elsewhere=elsewhere))
    _set_size(sheet, (0.9, WHOLE))
    sheet.text(
        sheet.margin,
        sheet.height - sheet.margin,
        sheet.inner,
        " ".join(words),
        Style(7, False, GREY),
    )


def cost_figures(sheet: Sheet, x: float, y: float, width: float, costs: Costs) -> float:
    """Write actions down, true classes across, the right action bold; return the y below."""
    classes = costs.classes[:MOST_CLASSES]
    y = _headed(sheet, x, y, width, says("card", "mistake_costs", unit=costs.unit))
    y = _row(
        sheet, x, y, width, [says("card", "if_really"), *classes], HEAD, [HEAD_RIGHT] * len(classes)
    )
    for action in costs.actions[:MOST_ACTIONS]:
        sheet.line(x, y, x + width)
        figures = [number(costs.table[action][name]) for name in classes]
        styles = [FIGURE_BEST if costs.right(name) == action else FIGURE for name in classes]
        y = _row(sheet, x, y, width, [action, *figures], CELL, styles)
    sheet.line(x, y, x + width)
    often = costs.per_1000()
    shares = [says("card", "of_pictures", per=PER), *(number(often[name]) for name in classes)]
    y = _row(sheet, x, y, width, shares, NOTE, [Style(7, colour=GREY, right=True)] * len(classes))
    for line in _notes(costs):
        y = sheet.text(x, y + sheet.step(0.6), width, line, NOTE)
    return y


def worth_bars(sheet: Sheet, x: float, y: float, width: float, made: Decision) -> float:
    """Draw a bar a way of deciding, with its likely range as a thin line; return the y below."""
    y = _headed(sheet, x, y, width, says("card", "ways_cost", per=PER, unit=made.costs.unit))
    longest = max(max(one.high, one.cost) for one in made.strategies)
    unit = width / longest if longest > 0 else 0.0
    for one in made.strategies:
        ours = one.key == "policy"
        named = sheet.text(x, y, width * 0.6, one.name, BEST if ours else CELL)
        figure = FIGURE_BEST if ours else FIGURE
        figured = sheet.text(x + width * 0.6, y, width * 0.4, range_words(one), figure)
        y = max(named, figured) + sheet.step(0.4)
        sheet.box(x, y, max(one.cost * unit, 0.4), sheet.step(2), ACCENT if ours else RULE)
        sheet.line(x + one.low * unit, y + sheet.step(1), x + one.high * unit, INK, 0.25)
        y += sheet.step(3.4)
    return y


def _headed(sheet: Sheet, x: float, y: float, width: float, title: str) -> float:
    sheet.line(x, y, x + width, ACCENT, 0.5)
    return sheet.text(x, y + sheet.step(1.2), width, title, TITLE) + sheet.step(1)


def _row(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    cells: list[str],
    first: Style,
    others: list[Style],
) -> float:
    """One row of a table; as high as its highest cell."""
    top = y + sheet.step(0.5)
    ends = [sheet.text(x, top, width * NAMES - BETWEEN, cells[0], first)]
    each = width * (1 - NAMES) / max(1, len(others))
    for place, (cell, style) in enumerate(zip(cells[1:], others, strict=True)):
        left = x + width * NAMES + place * each
        ends.append(sheet.text(left, top, each - BETWEEN, cell, style))
    return max(ends) + sheet.step(0.5)


def _notes(costs: Costs) -> list[str]:
    """What the table cannot say: sentences, looks, what is left out, what is assumed."""
    lines = [as_bad_as(words) for words in costs.still_said()[:MOST_SENTENCES]]
    lines.append(look_words(costs))
    more = max(0, len(costs.classes) - MOST_CLASSES) + max(0, len(costs.actions) - MOST_ACTIONS)
    if more:
        lines.append(says("card", "whole_table"))
    if costs.assumed:
        lines.append(says("card", "assumed"))
    return lines
