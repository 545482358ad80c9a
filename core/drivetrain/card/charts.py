"""The figures of the printed card: the cost matrix, and what each way of deciding costs."""

from core.drivetrain.card.sheet import ACCENT, GREY, INK, RULE, Sheet, Style
from core.drivetrain.card.words import as_bad_as, look_words, number, range_words
from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.decide.decision import Decision

TITLE = Style(10.5, bold=True, colour=ACCENT)
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


def cost_figures(sheet: Sheet, x: float, y: float, width: float, costs: Costs) -> float:
    """Write actions down, true classes across, the right action bold; return the y below."""
    classes = costs.classes[:MOST_CLASSES]
    y = _headed(sheet, x, y, width, f"What a mistake costs, in {costs.unit}")
    y = _row(sheet, x, y, width, ["If it really is …", *classes], HEAD, [HEAD_RIGHT] * len(classes))
    for action in costs.actions[:MOST_ACTIONS]:
        sheet.line(x, y, x + width)
        figures = [number(costs.table[action][name]) for name in classes]
        styles = [FIGURE_BEST if costs.right(name) == action else FIGURE for name in classes]
        y = _row(sheet, x, y, width, [action, *figures], CELL, styles)
    sheet.line(x, y, x + width)
    often = costs.per_1000()
    shares = ["of 1,000 pictures", *(number(often[name]) for name in classes)]
    y = _row(sheet, x, y, width, shares, NOTE, [Style(7, colour=GREY, right=True)] * len(classes))
    for line in _notes(costs):
        y = sheet.text(x, y + sheet.step(0.6), width, line, NOTE)
    return y


def worth_bars(sheet: Sheet, x: float, y: float, width: float, made: Decision) -> float:
    """Draw a bar a way of deciding, with its likely range as a thin line; return the y below."""
    y = _headed(sheet, x, y, width, f"For {PER:,} pictures, in {made.costs.unit}")
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
    for number_, (cell, style) in enumerate(zip(cells[1:], others, strict=True)):
        left = x + width * NAMES + number_ * each
        ends.append(sheet.text(left, top, each - BETWEEN, cell, style))
    return max(ends) + sheet.step(0.5)


def _notes(costs: Costs) -> list[str]:
    """What the table cannot say: sentences, looks, what is left out, what is assumed."""
    lines = [as_bad_as(words) for words in costs.still_said()[:MOST_SENTENCES]]
    lines.append(look_words(costs))
    more = max(0, len(costs.classes) - MOST_CLASSES) + max(0, len(costs.actions) - MOST_ACTIONS)
    if more:
        lines.append("The Markdown card has the whole table.")
    if costs.assumed:
        lines.append("Some of these numbers are assumed.")
    return lines
