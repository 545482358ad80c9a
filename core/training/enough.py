"""Whether there are enough pictures to learn from: one judgment for every training and page."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from core.content import says
from core.words import count_of

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
        sentence = {
            "no picture": "no_picture",
            "one class": "one_class",
            "too few to learn from": "few_to_learn" if self.count else "none_to_learn",
            "too few to check": "few_to_check" if self.count else "none_to_check",
        }[self.kind]
        pictures = count_of(self.count, "picture")
        return says("training", sentence, name=self.name, pictures=pictures)


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
