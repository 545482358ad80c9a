"""One colour and one mark for each class, the same on every page.

Colour is never the only signal: wherever a class is coloured, its mark stands beside it.
"""

from collections.abc import Iterable
from string import ascii_uppercase

OKABE_ITO = (
    "#0072B2",  # blue
    "#E69F00",  # orange
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#D55E00",  # vermillion
    "#56B4E9",  # sky blue
    "#B8A800",  # the palette's yellow, darkened until it shows on white
    "#7F7F7F",  # grey in place of black, which a dark page would swallow
)
BLUE, ORANGE, GREEN, PURPLE, VERMILLION, SKY, YELLOW, GREY = OKABE_ITO

RIGHT, WRONG, NEUTRAL = GREEN, VERMILLION, GREY


def _in_order(vocab: Iterable[str]) -> list[str]:
    return sorted(set(vocab), key=lambda name: (name.casefold(), name))


def class_colours(vocab: Iterable[str]) -> dict[str, str]:
    """Hex colour of each class. Depends on the set of names, not on their order, so that
    the project's classes and a run's vocabulary agree; repeats after eight classes."""
    return {name: OKABE_ITO[i % len(OKABE_ITO)] for i, name in enumerate(_in_order(vocab))}


def class_marks(vocab: Iterable[str]) -> dict[str, str]:
    """A mark of one to three characters for each class, different for every class:
    its initials where they differ, else letters in alphabetical order."""
    names = _in_order(vocab)
    for length in (1, 2):
        marks = [name[:length].strip().capitalize() for name in names]
        if all(marks) and len(set(marks)) == len(marks):
            return dict(zip(names, marks, strict=True))
    return {name: _letter(i) for i, name in enumerate(names)}


def _letter(i: int) -> str:
    times, letter = divmod(i, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(times + 1) if times else "")
