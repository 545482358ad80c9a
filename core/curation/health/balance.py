"""How evenly pictures are spread over the classes, and what that alone would score."""

from collections.abc import Mapping
from dataclasses import dataclass

FEW = 20
LOPSIDED = 3


@dataclass(frozen=True)
class Balance:
    """Counts over the classes that have pictures; `largest` and `smallest` are class names.

    Where several classes tie, `all_smallest` and `all_largest` name every one of them.
    """

    total: int
    largest: str
    most: int
    smallest: str
    fewest: int
    all_smallest: tuple[str, ...] = ()
    all_largest: tuple[str, ...] = ()

    @property
    def baseline(self) -> float:
        """Share (0–1) of right answers of a model that always says the largest class."""
        return self.most / self.total

    @property
    def even(self) -> bool:
        """Whether all classes have the same number of pictures."""
        return self.most == self.fewest

    @property
    def lopsided(self) -> bool:
        """Whether one class has three times the pictures of another, or more."""
        return self.most >= LOPSIDED * self.fewest

    @property
    def thin(self) -> bool:
        """Whether a class has so few pictures that its validation share says little."""
        return self.fewest < FEW


def class_balance(counts: Mapping[str, int]) -> Balance | None:
    """The balance of `counts` (class name to pictures); None below two classes with pictures."""
    filled = {name: count for name, count in counts.items() if count}
    if len(filled) < 2:
        return None
    largest = max(filled, key=lambda name: filled[name])
    smallest = min(filled, key=lambda name: filled[name])
    most, fewest = filled[largest], filled[smallest]
    return Balance(
        sum(filled.values()),
        largest,
        most,
        smallest,
        fewest,
        all_smallest=tuple(name for name in filled if filled[name] == fewest),
        all_largest=tuple(name for name in filled if filled[name] == most),
    )
