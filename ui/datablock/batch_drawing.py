"""Two drawings: pictures sorted into batches, and the tensor that one batch becomes.

They hold no words, so that they read the same in light and dark; the captions stand below them.
"""

ACROSS = 8  # small squares in a row of one batch
SQUARE, GAP, PAD = 9, 3, 8
PER_ROW = 4  # batches in a row
MOST_BATCHES = 12
FILLED, EMPTY = "#0072B2", "#8A94A0"
COLOURS = ("#D55E5E", "#4CA64C", "#4C7BD9")


def batches_svg(items: int, bs: int, batches: int) -> str:
    """Every picture a small square, `bs` of them framed as one batch; hollow ones are left over.

    At most twelve batches are drawn; the caller says how many there are.
    """
    drawn = min(batches, MOST_BATCHES)
    left = items - batches * bs if drawn == batches else 0
    boxes = [bs] * drawn + ([left] if left > 0 else [])
    rows_each = -(-bs // ACROSS)
    wide = ACROSS * (SQUARE + GAP) + 2 * PAD
    high = rows_each * (SQUARE + GAP) + 2 * PAD
    parts = []
    for number, count in enumerate(boxes):
        x, y = (number % PER_ROW) * (wide + 14), (number // PER_ROW) * (high + 14)
        parts.append(_box(x, y, wide, high, count, left_over=number >= drawn))
    lines = -(-len(boxes) // PER_ROW)
    return _svg(min(len(boxes), PER_ROW) * (wide + 14), lines * (high + 14), parts)


def tensor_svg() -> str:
    """A pile of pictures, the first one taken apart into its three colour planes."""
    parts = []
    for back in range(6, 0, -1):
        x, y = 96 + back * 22, 34 - back * 5
        parts.append(
            f'<rect x="{x}" y="{y}" width="104" height="104" rx="3" fill="{EMPTY}" '
            f'fill-opacity="0.18" stroke="{EMPTY}"/>'
        )
    for plane, colour in enumerate(COLOURS):
        x, y = 10 + plane * 26, 40 + plane * 16
        parts.append(
            f'<rect x="{x}" y="{y}" width="104" height="104" rx="3" fill="{colour}" '
            f'stroke="#FFFFFF" stroke-width="2"/>'
        )
    return _svg(340, 184, parts)


def _box(x: int, y: int, wide: int, high: int, count: int, *, left_over: bool) -> str:
    dash = ' stroke-dasharray="4 4"' if left_over else ""
    frame = (
        f'<rect x="{x + 1}" y="{y + 1}" width="{wide - 2}" height="{high - 2}" rx="6" '
        f'fill="none" stroke="{EMPTY}"{dash}/>'
    )
    look = f'fill="none" stroke="{EMPTY}"' if left_over else f'fill="{FILLED}"'
    squares = [
        f'<rect x="{x + PAD + n % ACROSS * (SQUARE + GAP)}" '
        f'y="{y + PAD + n // ACROSS * (SQUARE + GAP)}" width="{SQUARE}" height="{SQUARE}" '
        f'rx="1.5" {look}/>'
        for n in range(count)
    ]
    return frame + "".join(squares)


def _svg(width: int, height: int, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{"".join(parts)}</svg>'
    )
