"""How sure a fraction can make us: the Wilson score interval."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959964


def likely_range(correct: int, total: int, z: float = Z_95) -> tuple[float, float]:
    """Lowest and highest true rate (0–1) that fit `correct` of `total`, at 95 % by default.

    Wilson's interval: unlike the textbook ± it stays inside 0–1 and is honest about few
    pictures. Nothing seen says nothing: (0.0, 1.0) for `total` 0.
    """
    if total == 0:
        return 0.0, 1.0
    rate = correct / total
    weight = 1 + z * z / total
    middle = (rate + z * z / (2 * total)) / weight
    half = z * sqrt(rate * (1 - rate) / total + z * z / (4 * total * total)) / weight
    return max(0.0, middle - half), min(1.0, middle + half)
