"""What a learner points at in the evidence, as a few characters of an address, and its pictures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from math import isfinite
from urllib.parse import quote, unquote

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.embedding_map import EmbeddingMap, Region
from core.training.outcome import Outcome

Rows = NDArray[np.bool_]
RIGHT, WRONG = "right", "wrong"
LONGEST = 2_000  # characters; longer is no selection of ours
SHORT_ID = 10  # characters that tell a project's pictures apart
MOST_PICTURES = 60
_SOME_IDS = re.compile(r"[0-9a-zA-Z]{1,64}(,[0-9a-zA-Z]{1,64})*")


@dataclass(frozen=True)
class Cell:
    """One cell of the confusion matrix."""

    actual: str
    predicted: str


@dataclass(frozen=True)
class Pair:
    """Two classes taken for each other, in both directions."""

    first: str
    second: str


@dataclass(frozen=True)
class OfClass:
    """All pictures that carry this label."""

    name: str


@dataclass(frozen=True)
class Called:
    """All pictures the model gave this name."""

    name: str


@dataclass(frozen=True)
class Bar:
    """Pictures whose chosen class got a probability from `low` up to, but not with, `high` (with
    it where it is 1); only the right or the wrong ones when `right` says so."""

    low: float
    high: float
    right: bool | None = None


@dataclass(frozen=True)
class Group:
    """One group of high losses (see `core.evaluation.losses`)."""

    name: str


@dataclass(frozen=True)
class Pictures:
    """Some pictures one by one, by the first characters of their ids (see `these`)."""

    ids: tuple[str, ...]


Selection = Cell | Pair | OfClass | Called | Bar | Group | Region | Pictures

_Named = type[Cell] | type[Pair] | type[OfClass] | type[Called] | type[Group]
_NAMED: dict[str, _Named] = {
    "cell": Cell,
    "pair": Pair,
    "class": OfClass,
    "called": Called,
    "group": Group,
}


def serialise(selection: Selection) -> str:
    """The selection as `kind:value…`, such as "cell:black:teddy"; `parse` reads it back."""
    match selection:
        case Bar(low, high, right):
            which = [] if right is None else [RIGHT if right else WRONG]
            return ":".join(["bar", f"{low:.6g}-{high:.6g}", *which])
        case Region():
            return f"map:{selection.text}"
        case Pictures(ids):
            return f"pictures:{','.join(ids)}"
        case _:
            kind = next(kind for kind, named in _NAMED.items() if isinstance(selection, named))
            return ":".join([kind, *(quote(name, safe="") for name in astuple(selection))])


def parse(text: str | None) -> Selection | None:
    """The selection that `serialise` wrote; None for anything else, for people edit addresses."""
    if not text or len(text) > LONGEST:
        return None
    kind, *values = text.split(":")
    try:
        return _read(kind, values)
    except (ValueError, TypeError):
        return None


def rows_of(
    outcome: Outcome,
    selection: Selection | None,
    *,
    groups: Mapping[str, Sequence[int]] | None = None,
    laid: EmbeddingMap | None = None,
) -> list[int]:
    """The rows of `outcome` that are selected, highest loss first; all rows for None.

    `groups` (name → rows) is asked for a Group, the map `laid` out for a Region. A class, a group
    or a region that is not there selects nothing.
    """
    return outcome.hardest(_inside(outcome, selection, groups or {}, laid))


def these(ids: Sequence[str]) -> Pictures | None:
    """A selection of just these pictures; None where they are too many for an address."""
    short = tuple(image_id[:SHORT_ID] for image_id in ids)
    return Pictures(short) if 0 < len(short) <= MOST_PICTURES else None


def confidences(outcome: Outcome) -> NDArray[np.float64]:
    """The probability of each picture's chosen class, (N,), rounded so that 0.7 is in the bar
    from 0.7 although its nearest 32-bit number lies below."""
    sure: NDArray[np.float64] = outcome.confidences.astype(np.float64).round(6)
    return sure


def in_bar(confidence: NDArray[np.float64], low: float, high: float) -> Rows:
    """Which confidences (N,) lie from `low` up to `high`."""
    below = confidence <= high if high >= 1 else confidence < high
    inside: Rows = (confidence >= low) & below
    return inside


def _inside(
    outcome: Outcome,
    selection: Selection | None,
    groups: Mapping[str, Sequence[int]],
    laid: EmbeddingMap | None,
) -> Rows:
    right = outcome.is_correct
    match selection:
        case None:
            return np.ones(len(right), dtype=bool)
        case Cell(actual, predicted):
            return _is(outcome, actual) & _called(outcome, predicted)
        case Pair(first, second):
            there = _is(outcome, first) & _called(outcome, second)
            return there | (_is(outcome, second) & _called(outcome, first))
        case OfClass(name):
            return _is(outcome, name)
        case Called(name):
            return _called(outcome, name)
        case Bar(low, high, which):
            inside = in_bar(confidences(outcome), low, high)
            return inside if which is None else inside & (right == which)
        case Group(name):
            return np.isin(np.arange(len(right)), list(groups.get(name, ())))
        case Region():
            on_it = laid.inside(selection) if laid else []
            return np.isin(np.array(outcome.image_ids, dtype=np.str_), on_it)
        case Pictures(ids):
            return np.array([one.startswith(ids) for one in outcome.image_ids], dtype=bool)


def _is(outcome: Outcome, name: str) -> Rows:
    inside: Rows = outcome.targets == _index(outcome, name)
    return inside


def _called(outcome: Outcome, name: str) -> Rows:
    inside: Rows = outcome.predicted == _index(outcome, name)
    return inside


def _index(outcome: Outcome, name: str) -> int:
    return outcome.vocab.index(name) if name in outcome.vocab else -1


def _read(kind: str, values: list[str]) -> Selection | None:
    """Raises TypeError or ValueError for too many or too few values, and for no numbers."""
    if kind in _NAMED:
        return _NAMED[kind](*(unquote(value) for value in values))
    if kind == "bar":
        span, *which = values
        return _read_bar(span, which)
    if kind == "map":
        return _read_region(":".join(values))
    if kind == "pictures":
        (listed,) = values
        return Pictures(tuple(listed.split(","))) if _SOME_IDS.fullmatch(listed) else None
    return None


def _read_bar(span: str, which: list[str]) -> Bar | None:
    low, high = (float(edge) for edge in span.split("-"))
    if which not in ([], [RIGHT], [WRONG]) or not 0 <= low < high <= 1:
        return None
    return Bar(low, high, which == [RIGHT] if which else None)


def _read_region(text: str) -> Region | None:
    region = Region.parse(text)
    return region if region and all(isfinite(side) for side in region[1:]) else None
