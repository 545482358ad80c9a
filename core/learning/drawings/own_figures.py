"""Small charts of the learner's own figures, for the glossary."""

from collections.abc import Sequence

from core.learning.drawings.shapes import HOT, SOFT, WIDTH, rect, text
from core.words import percent


def bars_of(values: dict[str, float], *, share: bool = False) -> str:
    """Bars of the learner's own figures, at most five, with the figure at the end of each."""
    longest, step = max(values.values()) or 1, 16
    drawn = ""
    for row, (name, value) in enumerate(values.items()):
        width = 76 * value / longest
        drawn += text(24, row * step + 12, _short(name), size=8.5)
        drawn += rect(50, row * step + 3, width, 11, HOT, 'stroke="none"')
        drawn += text(50 + width + 14, row * step + 12, percent(value) if share else f"{value:g}")
    return _own(drawn, len(values) * step)


def matrix_of(counts: Sequence[Sequence[int]], names: Sequence[str]) -> str:
    """The learner's own confusion matrix, at most five classes."""
    cell, drawn = 20, ""
    for row, values in enumerate(counts):
        drawn += text(24, row * cell + 25, _short(names[row]), size=8.5)
        drawn += text(58 + row * cell, 9, _short(names[row])[:4], size=7)
        for column, value in enumerate(values):
            x, y = 48 + column * cell, 12 + row * cell
            lit = HOT if value and row != column else "none"
            drawn += rect(x, y, cell, cell, lit, f'{SOFT} fill-opacity="0.3"')
            drawn += text(x + cell / 2, y + 13, str(value))
    return _own(drawn, 14 + cell * len(counts))


def _short(name: str) -> str:
    return name if len(name) <= 10 else f"{name[:9]}…"


def _own(drawn: str, height: float) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" fill="none" stroke="currentColor" '
        f'stroke-width="1" aria-hidden="true">{drawn}</svg>'
    )
