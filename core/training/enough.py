"""Whether there are enough pictures to learn from: one judgment for every training and page."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

MINIMUM_PICTURES = 4

Kind = Literal["no picture", "one class", "too few to learn from", "too few to check"]


@dataclass(frozen=True)
class Need:
    """The fewest pictures a training works with: of each class to learn from, and to check on."""

    each: int
    valid: int


@dataclass(frozen=True)
class Shortage:
    """What is missing: `name` is the class it is about, "" for all; `count` is what there is."""

    kind: Kind
    name: str = ""
    count: int = 0

    def __str__(self) -> str:
        """One sentence for the learner: what is missing, and where to change it."""
        has = "no picture" if self.count == 0 else f"only {self.count} picture"
        return {
            "no picture": "There are no pictures yet. Bring some on Gather, in two classes or "
            "more.",
            "one class": f"All pictures are in one class, “{self.name}”. Add a second class on "
            "Gather: there is nothing to tell apart yet.",
            "too few to learn from": f"“{self.name}” has {has} to learn from. Add a few more to it "
            "on Gather, or remove the class.",
            "too few to check": f"{has.capitalize()} is held out to check the model. Hold some out "
            "on DataBlock, or add more pictures on Gather.",
        }[self.kind]


def shortage(
    names: Collection[str], pictures: Iterable[tuple[str, str]], need: Need
) -> Shortage | None:
    """What is missing to tell the classes `names` apart; None where there is enough. `pictures` are
    pairs of a label and a split ("train", "valid", "test")."""
    counts = Counter(pictures)
    if not names:
        return Shortage("no picture")
    if len(names) == 1:
        return Shortage("one class", next(iter(names)))
    for name in sorted(names):
        if (learned := counts[name, "train"]) < need.each:
            return Shortage("too few to learn from", name, learned)
    valid = sum(count for (_, split), count in counts.items() if split == "valid")
    return Shortage("too few to check", count=valid) if valid < need.valid else None


def enough_to_begin(classes: Mapping[str, int]) -> bool:
    """Whether a page that works on the learner's own pictures has something to show. `classes` are
    names with how many pictures each has, as `Dataset.classes` gives them."""
    filled = [count for count in classes.values() if count]
    return len(filled) >= 2 and sum(filled) >= MINIMUM_PICTURES
