"""Classes that stand in the names of the files: cat.0.jpg, Abyssinian_12.jpg, 0007-seven.png."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from core.gather.meaning.sides import side_of

EXPLAINS = 0.95  # of the files, before the names are taken for classes
_FEWEST = 2  # pictures of a class
_CAMERA_TEXT = (
    "img image images dsc dscn dscf dcim pxl pict pic picture photo foto fotos bild scan "
    "screenshot bildschirmfoto whatsapp vid mvi gopr signal frame untitled unnamed file "
    "download capture snapshot webcam camera cam burst edited copy kopie at am pm x p wa "
    "original large small jpg jpeg png mov tmp received portrait pano hdr sample"
)
_CAMERA = frozenset(_CAMERA_TEXT.split())
_HEX = re.compile(r"(?=[^\d]*\d)[0-9a-f-]{8,}", re.IGNORECASE)
_JOINS = (" ", "_", "-", "'", "’", " - ")  # what may stand between two words of one class


def labels_in_names(stems: Sequence[str]) -> list[str] | None:
    """The class in each of the names (without endings), "" for one without; None where there is no
    pattern that explains nearly all of them.

    Each of several ways to read them is tried: all the words, the first word, a first number.
    """
    for read in (_words_of, _first_word, _first_number):
        labels = _if_they_hold([read(stem) for stem in stems])
        if labels:
            return labels
    return None


def _if_they_hold(labels: list[str]) -> list[str] | None:
    """`labels`, where nearly all are there and each stands for several pictures."""
    counts = Counter(filter(None, labels))
    good = {label for label, count in counts.items() if count >= _FEWEST}
    if not good or sum(counts[label] for label in good) < EXPLAINS * len(labels):
        return None
    return [label if label in good else "" for label in labels]


def _words_of(stem: str) -> str:
    """The words of a name without what counts it: "great_pyrenees_12" → "great_pyrenees"."""
    if _HEX.fullmatch(stem):
        return ""
    best = max(_runs(stem), key=len, default="")
    return best if best != stem else ""


def _runs(stem: str) -> Iterator[str]:
    """Neighbouring words that say something, joined as they stand there."""
    run = between = ""
    for kind, token in _tokens(stem):
        if kind == "word" and _says_something(token):
            run, between = run + between + token if run else token, ""
        elif kind == "mark" and token in _JOINS:
            between = token
        else:
            yield run
            run = between = ""
    yield run


def _tokens(stem: str) -> Iterator[tuple[str, str]]:
    for kind, characters in groupby(stem, _kind):
        yield kind, "".join(characters)


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith("N"):
        return "number"
    return "mark" if category.startswith(("P", "Z")) or category == "Cc" else "word"


def _says_something(word: str) -> bool:
    return word.casefold() not in _CAMERA and not side_of(word)


def _first_word(stem: str) -> str:
    """ "cat" of "cat-white-front", "n02085620" of "n02085620_10074"."""
    first = re.match(r"(n\d{8}|[^\W\d_]{2,})[\s._-]", stem)
    word = first.group(1) if first else ""
    return word if word and _says_something(word) else ""


def _first_number(stem: str) -> str:
    """ "7" of "7_0123": digits, where there are few of them and each comes often."""
    first = re.fullmatch(r"(\d{1,2})[\s._-]+\d+", stem)
    return first.group(1) if first else ""
