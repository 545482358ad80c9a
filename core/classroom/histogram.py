"""How the guesses of a class fall: one bar for each choice, range of numbers, or place in an order.

Colour is never the only sign: each bar has its words and its count.
"""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from core.content import says
from core.words import percent_range

MOST_SINGLE = 11  # so many whole numbers have a bar each
RANGES = 8
TENTHS = 10

Number = tuple[float, float, float]  # the guess, and the lowest and highest that could be chosen


class Bar(NamedTuple):
    """One bar: its words, how many guessed so, and the ends of its range where it has one: the
    guess x of somebody is in it when low <= x < below. A `share` bar counts in tenths of what could
    be chosen."""

    words: str
    guesses: int
    low: float = 0.0
    below: float = 0.0
    is_share: bool = False


def bars_of_choices(chosen: Sequence[str], options: Sequence[Sequence[str]]) -> tuple[Bar, ...]:
    """Return a bar for each option that anybody had, in the order in which they were offered, also
    for those that nobody chose."""
    counts = Counter(chosen)
    every = dict.fromkeys(word for offered in options for word in offered)
    return tuple(Bar(words, counts[words]) for words in dict.fromkeys((*every, *counts)))


def bars_of_words(typed: Sequence[str]) -> tuple[Bar, ...]:
    """Return a bar for each thing that was typed, the most frequent first; capitals, spaces and a
    full stop at the end make no difference."""
    said: dict[str, list[str]] = {}
    for words in typed:
        said.setdefault(same_words(words), []).append(words)
    return tuple(Bar(words[0], len(words)) for words in sorted(said.values(), key=len)[::-1])


def same_words(words: str) -> str:
    """Return what was typed in the form in which it counts as the same."""
    return " ".join(words.casefold().split()).rstrip(".")


def bars_of_numbers(numbers: Sequence[Number]) -> tuple[Bar, ...]:
    """Return a bar for each whole number where there are few, else for equal ranges. Where learners
    could choose from different ranges, the bars are tenths of what each could choose."""
    if not numbers:
        return ()
    ends = {(low, high) for _, low, high in numbers}
    if len(ends) > 1:
        return _tenths(numbers)
    [(low, high)] = ends
    if high <= low:
        low, high = min(n for n, _, _ in numbers), max(n for n, _, _ in numbers)
    return _ranges([n for n, _, _ in numbers], low, high)


def bars_of_orders(orders: Sequence[Sequence[str]]) -> tuple[Bar, ...]:
    """Return a bar for each thing that was put into an order: how many put it first. Things are
    sorted by their mean place, which says the class's own order."""
    places: dict[str, list[int]] = {}
    for order in orders:
        for place, thing in enumerate(order, 1):
            places.setdefault(thing, []).append(place)
    means = {thing: sum(found) / len(found) for thing, found in places.items()}
    firsts = Counter(order[0] for order in orders if order)
    return tuple(
        Bar(says("guesses", "order_bar", thing=thing, place=means[thing]), firsts[thing])
        for thing in sorted(means, key=lambda one: (means[one], one))
    )


def bar_of(number: float, low: float, high: float, bars: Sequence[Bar]) -> int | None:
    """Return the position of the bar in which a number lies; None where in none."""
    for position, bar in enumerate(bars):
        value = _share(number, low, high) if bar.is_share else number
        if bar.low <= value < bar.below:
            return position
    return None


def _ranges(numbers: Sequence[float], low: float, high: float) -> tuple[Bar, ...]:
    first, last = int(low), ceil(high)
    step = 1 if last - first < MOST_SINGLE else ceil((last - first + 1) / RANGES)
    bars = []
    for start in range(first, last + 1, step):
        end = min(start + step - 1, last)
        words = str(start) if step == 1 else f"{start} to {end}"
        count = sum(start <= number < end + 1 for number in numbers)
        bars.append(Bar(words, count, start, end + 1))
    return tuple(bars)


def _tenths(numbers: Sequence[Number]) -> tuple[Bar, ...]:
    shares = [_share(*one) for one in numbers]
    bars = []
    for tenth in range(TENTHS):
        low, below = tenth / TENTHS, (tenth + 1) / TENTHS
        if tenth == TENTHS - 1:
            below = 1.0 + 1e-9
        words = percent_range((tenth / TENTHS, (tenth + 1) / TENTHS))
        bars.append(Bar(words, sum(low <= one < below for one in shares), low, below, True))
    return tuple(bars)


def _share(number: float, low: float, high: float) -> float:
    return (number - low) / (high - low) if high > low else 0.0
