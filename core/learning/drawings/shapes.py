"""Small line drawings for the glossary, as SVG that takes its colours from the page."""

import html
from collections.abc import Sequence

from core.words import percent

WIDTH, HEIGHT = 160, 72
HOT = "var(--st-primary-color, #b4532a)"
SOFT = 'stroke-opacity="0.45"'


def framed(drawn: str, height: float = HEIGHT, stroke: float = 1.4) -> str:
    """A drawing as a whole SVG; it is no picture to a screen reader, which has the words."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" fill="none" stroke="currentColor" '
        f'stroke-width="{stroke:g}" aria-hidden="true">{drawn}</svg>'
    )


def rect(x: float, y: float, w: float, h: float, fill: str = "none", more: str = "") -> str:
    """A rectangle with slightly round corners."""
    place = f'x="{x:.4g}" y="{y:.4g}" width="{w:.4g}" height="{h:.4g}"'
    return f'<rect {place} rx="2" fill="{fill}" {more}/>'


def dot(x: float, y: float, r: float, fill: str = "none", more: str = "") -> str:
    """A circle."""
    return f'<circle cx="{x:.4g}" cy="{y:.4g}" r="{r:g}" fill="{fill}" {more}/>'


def ellipse(x: float, y: float, rx: float, ry: float, more: str = "") -> str:
    """An ellipse."""
    return f'<ellipse cx="{x:.4g}" cy="{y:.4g}" rx="{rx:.3g}" ry="{ry:.3g}" {more}/>'


def line(
    points: Sequence[tuple[float, float]], colour: str = "currentColor", more: str = ""
) -> str:
    """A line through points."""
    path = " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
    return f'<polyline points="{path}" stroke="{colour}" {more}/>'


def text(x: float, y: float, words: str, colour: str = "currentColor", size: float = 9) -> str:
    """Words centred on x."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="middle" stroke="none" '
        f'fill="{colour}">{html.escape(words)}</text>'
    )


def _hot(word: str) -> tuple[str, bool]:
    return word.removeprefix("*"), word.startswith("*")


def flow(words: Sequence[str]) -> str:
    """Boxes joined by arrows; `again` as the last word leads back to the first."""
    loop = words[-1] == "again"
    steps = words[:-1] if loop else words
    gap = 10.0
    width = (WIDTH - 4 - gap * (len(steps) - 1)) / len(steps)
    return "".join(_box(i, step, width, gap, last=i == len(steps) - 1) for i, step in
                   enumerate(steps)) + (_way_back(width) if loop else "")  # fmt: skip


def _box(place: int, step: str, width: float, gap: float, *, last: bool) -> str:
    word, hot = _hot(step)
    x, colour = 2 + place * (width + gap), HOT if hot else "currentColor"
    rows = word.split("/") if "/" in word else _rows(word, width)
    size = min(9.5, 1.75 * width / max(map(len, rows)))
    top = 36 + size / 3 - (len(rows) - 1) * (size + 1) / 2
    said = "".join(
        text(x + width / 2, top + i * (size + 1), row, colour, size) for i, row in enumerate(rows)
    )
    frame = rect(x, 20, width, 32, more=f'stroke="{colour}" stroke-width="{2 if hot else 1}"')
    return frame + said + ("" if last else _arrow(x + width + 1, gap - 2))


def _rows(word: str, width: float) -> list[str]:
    """A word in two rows at its middle space, where one row would be small print."""
    spaces = [i for i, letter in enumerate(word) if letter == " "]
    if not spaces or 1.75 * width / len(word) >= 9:
        return [word]
    middle = min(spaces, key=lambda i: abs(i - len(word) / 2))
    return [word[:middle], word[middle + 1 :]]


def _arrow(x: float, length: float) -> str:
    end = x + length
    return line([(x, 36), (end, 36)]) + line([(end - 3, 33), (end, 36), (end - 3, 39)])


def _way_back(width: float) -> str:
    left, right = 2 + width / 2, WIDTH - 2 - width / 2
    path = [(right, 53), (right, 65), (left, 65), (left, 54)]
    return line(path, HOT) + line([(left - 3, 58), (left, 54), (left + 3, 58)], HOT)


MATRIX = {
    "diagonal": [(0, 0), (1, 1), (2, 2)],
    "off": [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)],
    "row": [(1, 0), (1, 1), (1, 2)],
    "column": [(0, 1), (1, 1), (2, 1)],
    "cross": [(1, 0), (1, 1), (1, 2), (0, 1), (2, 1)],
    "missed": [(1, 0), (1, 2)],
    "alarm": [(0, 1), (2, 1)],
    "all": [],
}


def matrix(words: Sequence[str]) -> str:
    """A confusion matrix of three classes with the part in question coloured."""
    counts, hot = ((18, 1, 1), (3, 15, 2), (0, 2, 18)), MATRIX[words[0]]
    cells = ""
    for row, values in enumerate(counts):
        for column, value in enumerate(values):
            x, y = 53 + column * 24, 12 + row * 19
            lit = (row, column) in hot
            more = f'{SOFT if not lit else ""} fill-opacity="0.25"'
            cells += rect(x, y, 24, 19, HOT if lit else "none", more)
            cells += text(x + 12, y + 13, str(value))
    return cells + text(26, 42, "actual", size=8) + text(89, 8, "predicted", size=8)


def bars(words: Sequence[str]) -> str:
    """Bars with names, such as `bear:70`; `| 40` draws a line to reach at 40."""
    limit = [float(word[1:]) for word in words if word.startswith("|")]
    named = [word for word in words if not word.startswith("|")]
    step = 54 / len(named)
    drawn = "".join(_bar(word, 9 + i * step, step) for i, word in enumerate(named))
    return drawn + "".join(
        line([(52 + at, 4), (52 + at, 68)], HOT, 'stroke-dasharray="4 3"') for at in limit
    )


def _bar(word: str, y: float, step: float) -> str:
    name, _, value = word.partition(":")
    name, hot = _hot(name)
    fill = HOT if hot else "currentColor"
    more = f'fill-opacity="{0.9 if hot else 0.35}" stroke="none"'
    label = text(26, y + step / 2, name, size=8.5)
    return label + rect(52, y, float(value), min(step - 5, 14), fill, more)


def squares(words: Sequence[str]) -> str:
    """Pictures as squares, in groups such as `train:8`."""
    groups = [word.partition(":")[::2] for word in words]
    x, drawn = 4.0, ""
    size = min(14.0, (WIDTH - 8 - 10 * (len(groups) - 1)) / sum(-(-int(n) // 2) for _, n in groups))
    for name, count in groups:
        word, hot = _hot(name)
        columns = -(-int(count) // 2)
        side = size - 2.5
        ways = "".join(
            f"M{x + i // 2 * size:.4g} {14 + i % 2 * size:.4g}h{side:.3g}v{side:.3g}h-{side:.3g}z"
            for i in range(int(count))
        )
        drawn += f'<path d="{ways}" ' + (f'fill="{HOT}"/>' if hot else f"{SOFT}/>")
        drawn += text(x + max(columns * size, 8) / 2, 60, word, HOT if hot else "currentColor", 8.5)
        x += columns * size + 10
    return drawn


def bars_of(values: dict[str, float], *, share: bool = False) -> str:
    """Bars of the learner's own figures, at most five, with the figure at the end of each."""
    longest, step = max(values.values()) or 1, 16
    drawn = ""
    for row, (name, value) in enumerate(values.items()):
        width = 76 * value / longest
        drawn += text(24, row * step + 12, _short(name), size=8.5)
        drawn += rect(50, row * step + 3, width, 11, HOT, 'stroke="none"')
        drawn += text(50 + width + 14, row * step + 12, percent(value) if share else f"{value:g}")
    return framed(drawn, len(values) * step, 1)


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
    return framed(drawn, 14 + cell * len(counts), 1)


def _short(name: str) -> str:
    return name if len(name) <= 10 else f"{name[:9]}…"
