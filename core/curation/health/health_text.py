"""What the health line says: the words of every finding, and of classes that are out of balance."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.content import Content, read
from core.curation.health.health import Finding
from core.words import listed

FEW = 20
LOPSIDED = 3


@dataclass(frozen=True)
class Balance:
    """Counts over the classes that have pictures; `largest` and `smallest` are class names."""

    total: int
    largest: str
    most: int
    smallest: str
    fewest: int

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
    return Balance(sum(filled.values()), largest, filled[largest], smallest, filled[smallest])


class KindText(Content):
    """The words of one kind: a line for one and for many (with `{n}`), a title, what it means."""

    one: str
    many: str
    title: str
    text: str


class HealthText(Content):
    """All words of `assets/content/health.yaml`."""

    kinds: dict[str, KindText]
    thin: str
    thin_many: str
    lopsided: str
    empty: str


@cache
def health_text() -> HealthText:
    """The words as they are written in the content file, checked."""
    return read("health.yaml", HealthText)


def in_a_word(finding: Finding) -> str:
    """A finding as it stands in the line, such as "5 very dark"."""
    words = health_text().kinds[finding.kind]
    return (words.one if finding.count == 1 else words.many).format(n=f"{finding.count:,}")


def out_of_balance(counts: Mapping[str, int]) -> list[str]:
    """What is wrong with the sizes of the classes (name → pictures), in a few words each."""
    words = health_text()
    said = [words.empty.format(name=name) for name, count in counts.items() if not count]
    balance = class_balance(counts)
    if balance is None:
        return said
    if balance.thin:
        few, many = balance.all_smallest, words.thin_many
        thin = many if len(few) > 1 else words.thin
        said.append(thin.format(name=listed(few), count=balance.fewest))
    elif balance.lopsided:
        said.append(
            words.lopsided.format(
                name=listed(balance.all_smallest),
                count=balance.fewest,
                largest=balance.largest,
                most=balance.most,
            )
        )
    return said
