"""The charts of a report, drawn as SVG: a few shapes and words, readable in light and in dark.

Words take the colour of the text around them (`currentColor`); `standalone` gives a chart that
leaves the page its own paper and ink.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.drivetrain.card.sheet import shortened
from core.evaluation.confusion import Confusion, shares

WIDTH, ROW, SIZE = 480, 34, 15
NAMES = 165  # for the names on the left, in whatever type a browser has
FIGURES = 110  # for the figures on the right
LONGEST_NAME = 16
BLUE, SKY, GREY, VERMILLION = "#0072B2", "#56B4E9", "#8A8A8A", "#D55E00"
PAPER, INK = "#FCFBF8", "#1F2421"
MATRIX_NAMES = 120

Place = tuple[float, float, float, float]  # x, y, width, height


@dataclass(frozen=True)
class Bar:
    """A row of stacked parts (value, colour), with its name and its figure in words."""

    name: str
    parts: tuple[tuple[float, str], ...]
    figure: str


@dataclass(frozen=True)
class Dot:
    """A share (0–1) with its likely range, with its name and its figure in words."""

    name: str
    share: float
    low: float
    high: float
    figure: str


@dataclass(frozen=True)
class Curve:
    """A named line through values (≥ 0), one for each step along the way."""

    name: str
    values: list[float]
    dashed: bool = False


def curves(lines: Sequence[Curve], steps: Sequence[str]) -> str:
    """Lines over the same steps, from 0 upwards, each named at its end."""
    highest = max((value for line in lines for value in line.values), default=0) or 1
    width, height = WIDTH - FIGURES - 24, 170.0
    xs = [12 + i * width / max(1, len(steps) - 1) for i in range(len(steps))]
    drawn = [_line(0, width + 24, height, faint=True)]
    for x, step in list(zip(xs, steps, strict=True))[:: max(1, len(steps) // 10)]:
        drawn.append(_text(x, height + 14, step, anchor="middle", size=13))
    ys = [[height - 10 - v / highest * (height - 30) for v in line.values] for line in lines]
    for line, heights, end in zip(lines, ys, _apart([each[-1] for each in ys]), strict=True):
        drawn += [_path(xs, heights, line.dashed), _text(width + 30, end, line.name, size=13)]
    return _svg(drawn, height + 28)


def bars(
    rows: Sequence[Bar],
    ranges: Sequence[tuple[float, float]] = (),
    legend: Sequence[tuple[str, str]] = (),
) -> str:
    """Horizontal bars from 0; `ranges` draws a thin line (low, high) over each, `legend` names
    the colours of the parts (words, colour) above them."""
    totals = [sum(value for value, _ in row.parts) for row in rows]
    longest = max([*totals, *(high for _, high in ranges)], default=0) or 1
    scale = (WIDTH - NAMES - FIGURES) / longest
    drawn, top = _legend(legend), ROW if legend else 0
    for i, row in enumerate(rows):
        middle = top + i * ROW + ROW / 2
        drawn += [*_labels(row.name, row.figure, middle), *_stack(row, scale, middle)]
        if ranges:
            low, high = ranges[i]
            drawn.append(_line(NAMES + low * scale, NAMES + high * scale, middle))
    return _svg(drawn, top + len(rows) * ROW)


def dots(rows: Sequence[Dot]) -> str:
    """A dot a row on a scale from none to all, with its likely range as a line."""
    scale = WIDTH - NAMES - FIGURES - 12
    drawn = []
    for i, row in enumerate(rows):
        middle = i * ROW + ROW / 2
        drawn += _labels(row.name, row.figure, middle)
        drawn.append(_line(NAMES, NAMES + scale, middle, faint=True))
        drawn.append(_line(NAMES + row.low * scale, NAMES + row.high * scale, middle))
        drawn.append(
            f'<circle cx="{NAMES + row.share * scale:.1f}" cy="{middle:.1f}" r="6" fill="{BLUE}"/>'
        )
    return _svg(drawn, len(rows) * ROW)


def matrix(confusion: Confusion, names: Sequence[str]) -> str:
    """The classes `names` of a confusion matrix: rows actual, columns predicted, counts inside."""
    rows = [confusion.vocab.index(name) for name in names]
    part, cell = shares(confusion, "row"), (WIDTH - MATRIX_NAMES) / max(1, len(names))
    height = min(cell, 60.0)
    drawn = [_text(MATRIX_NAMES, 12, "called …", size=13)]
    for j, name in enumerate(names):
        x = MATRIX_NAMES + (j + 0.5) * cell
        drawn.append(_text(x, 34, shortened_to(name, cell), anchor="middle", size=13))
    for i, row in enumerate(rows):
        y = 46 + i * height
        drawn.append(_text(0, y + height / 2, shortened_to(names[i], MATRIX_NAMES), size=13))
        for j, column in enumerate(rows):
            colour = BLUE if row == column else VERMILLION
            drawn += _cell(
                (MATRIX_NAMES + j * cell, y, cell, height),
                (colour, 0.08 + 0.42 * float(part[row, column])),
                str(confusion.counts[row, column]),
            )
    return _svg(drawn, 46 + len(names) * height + 4)


def standalone(svg: str) -> str:
    """The same chart with paper behind it and ink of its own, for a file."""
    start = svg.index(">") + 1
    paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return f'{svg[: start - 1]} color="{INK}">{paper}{svg[start:]}\n'


def shortened_to(name: str, width: float) -> str:
    """A name cut to about what fits into `width` units at the small size."""
    return _cut(name, max(2, int(width / 7.5)))


def _cut(name: str, letters: int) -> str:
    if len(name) <= letters:
        return name
    words = shortened(name, letters)
    return words if len(words) <= letters + 2 else name[: letters - 1] + "…"


def _apart(heights: Sequence[float], least: float = 16) -> list[float]:
    """The heights of labels in the same order, pushed upwards until none covers another."""
    placed, free = list(heights), float("inf")
    for i in sorted(range(len(heights)), key=lambda i: -heights[i]):
        placed[i] = min(heights[i], free)
        free = placed[i] - least
    return placed


def _path(xs: Sequence[float], ys: Sequence[float], dashed: bool) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    look = f'stroke="{VERMILLION}" stroke-dasharray="7 5"' if dashed else f'stroke="{BLUE}"'
    return f'<polyline points="{points}" fill="none" stroke-width="2.5" {look}/>'


def _labels(name: str, figure: str, middle: float) -> list[str]:
    return [
        _text(0, middle, _cut(name, LONGEST_NAME)),
        _text(WIDTH, middle, figure, anchor="end"),
    ]


def _legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    drawn = []
    for i, (words, colour) in enumerate(entries):
        x = NAMES + i * (WIDTH - NAMES) / len(entries)
        drawn.append(f'<rect x="{x:.1f}" y="6" width="12" height="12" rx="2" fill="{colour}"/>')
        drawn.append(_text(x + 18, 12, words, size=13))
    return drawn


def _stack(row: Bar, scale: float, middle: float) -> list[str]:
    drawn, x = [], float(NAMES)
    for value, colour in row.parts:
        width = value * scale
        drawn.append(
            f'<rect x="{x:.1f}" y="{middle - 8:.1f}" width="{width:.1f}" height="16" rx="2"'
            f' fill="{colour}"/>'
        )
        x += width
    return drawn


def _cell(place: Place, ink: tuple[str, float], words: str) -> list[str]:
    x, y, width, height = place
    colour, strength = ink
    return [
        f'<rect x="{x + 1.5:.1f}" y="{y + 1.5:.1f}" width="{width - 3:.1f}"'
        f' height="{height - 3:.1f}" rx="3" fill="{colour}" fill-opacity="{strength:.2f}"/>',
        _text(x + width / 2, y + height / 2, words, anchor="middle"),
    ]


def _line(start: float, end: float, y: float, *, faint: bool = False) -> str:
    look = 'stroke-width="1" stroke-opacity="0.25"' if faint else 'stroke-width="2.5"'
    return (
        f'<line x1="{start:.1f}" x2="{end:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor"'
        f" {look}/>"
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = SIZE) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dy="0.35em" font-size="{size}" text-anchor="{anchor}"'
        f' fill="currentColor">{escape(words)}</text>'
    )


def _svg(drawn: Sequence[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}"'
        f' font-family="system-ui, sans-serif">{"".join(drawn)}</svg>'
    )
