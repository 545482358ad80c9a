"""What a test holds about words that learners read: the figures and names in them, no sentence."""

import re
from collections.abc import Iterable

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?")


def figures(text: str) -> list[float]:
    """The numbers in a text, in its order: "2 of 1,000 (0.2 %)" gives 2, 1000 and 0.2."""
    plain = text.replace("\\", "")  # as Markdown escapes a point
    return [float(found.replace(",", "")) for found in NUMBER.findall(plain)]


def one_has(texts: Iterable[object], *parts: float | str) -> bool:
    """Whether one of the texts holds all these numbers (as numbers) and names (as they are)."""
    names = [part for part in parts if isinstance(part, str)]
    numbers = [float(part) for part in parts if not isinstance(part, str)]
    return any(
        all(name in text for name in names) and contains(figures(text), numbers)
        for text in map(str, texts)
    )


def contains(found: list[float], wanted: list[float]) -> bool:
    """Whether every number wanted is there, as often as it is wanted."""
    left = list(found)
    for number in wanted:
        if number not in left:
            return False
        left.remove(number)
    return True
