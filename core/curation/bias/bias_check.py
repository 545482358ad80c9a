"""What would this model learn? The learner looks; this says what follows from what they saw."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from core.content import Content, read
from core.project.project import Project
from core.project.records import ImageRecord
from core.project.settings import Setting
from core.words import listed


class Story(Content):
    """A question with choices, the one that is `truth`, and the story that answers it."""

    title: str
    ask: str
    choices: dict[str, str]
    truth: str
    told: str
    source: str


class Aspect(Content):
    """One thing to look for: what can be `seen` (key → words), and a sentence for each outcome."""

    title: str
    seen: dict[str, str]
    one: str
    shortcut: str
    meets: str


class Border(Content):
    """What is said of a rule that sees only the edges of pictures."""

    ask: str
    none: str
    some: str
    much: str


class BiasText(Content):
    """All words of `assets/content/bias_check.yaml`."""

    title: str
    story: Story
    look: str
    aspects: dict[str, Aspect]
    meets_ask: str
    missing_ask: str
    missing_hint: str
    missing: str
    varied: str
    border: Border


@cache
def bias_text() -> BiasText:
    """The words as they are written in the content file, checked."""
    return read("bias_check.yaml", BiasText)


ON_A_SHEET = 24
MOST_SHORTCUTS = 6  # with ten classes there could be 180 sentences, and nobody would read them


@dataclass(frozen=True)
class Looked:
    """What the learner ticked for one class: aspect → options `seen` on the sheet, and options
    not seen that the model `meets` later; in their own words, what is `missing`."""

    seen: Mapping[str, list[str]] = field(default_factory=dict)
    meets: Mapping[str, list[str]] = field(default_factory=dict)
    missing: str = ""

    @property
    def anything(self) -> bool:
        """Whether something was ticked as seen."""
        return any(self.seen.values())


LOOKED = Setting[dict[str, Looked]]("bias_check", dict[str, Looked], dict)


def looked_at(project: Project) -> dict[str, Looked]:
    """Class → what was ticked, for the classes there are now."""
    now = project.dataset.classes()
    return {n: ticked for n, ticked in project.settings.get(LOOKED).items() if n in now}


def keep_looked(project: Project, name: str, looked: Looked) -> None:
    """Save what was ticked for the class `name`."""
    kept = project.settings.get(LOOKED)
    project.settings.set(LOOKED, {**kept, name: looked})


def contact_sheet(records: Iterable[ImageRecord], turn: int = 0) -> list[ImageRecord]:
    """Up to 24 pictures by chance, others at each `turn` until all were shown, then again; the
    same ones for the same turn. The locked test set stays shut."""
    shuffled = sorted(
        (record for record in records if record.split != "test"),
        key=lambda record: hashlib.sha256(record.id.encode()).digest(),
    )
    sheets = max(1, -(-len(shuffled) // ON_A_SHEET))
    start = turn % sheets * ON_A_SHEET
    return shuffled[start : start + ON_A_SHEET]


def what_follows(looked: Mapping[str, Looked]) -> list[str]:
    """Sentences (Markdown; names as they are given) on what a model may learn from such pictures:
    shortcuts between classes first, then what a class never shows, then what will be met."""
    said = [*_shortcuts(looked)][:MOST_SHORTCUTS]
    for name, ticks in looked.items():
        own = [*_only_one(name, ticks), *_will_be_met(name, ticks)]
        if not own and _varied(ticks):
            own = [bias_text().varied.format(name=name)]
        said += own
    return said


def _shortcuts(looked: Mapping[str, Looked]) -> Iterator[str]:
    """Two classes that share nothing of one aspect can be told apart by it alone."""
    for key, aspect in bias_text().aspects.items():
        for (a, one), (b, other) in combinations(looked.items(), 2):
            seen_a, seen_b = one.seen.get(key, []), other.seen.get(key, [])
            if seen_a and seen_b and not set(seen_a) & set(seen_b):
                yield aspect.shortcut.format(
                    a=a,
                    b=b,
                    seen_a=_seen_words(aspect, seen_a),
                    seen_b=_seen_words(aspect, seen_b),
                )


def _only_one(name: str, ticks: Looked) -> Iterator[str]:
    for key, aspect in bias_text().aspects.items():
        seen = ticks.seen.get(key, [])
        if len(seen) == 1:
            yield aspect.one.format(name=name, seen=_seen_words(aspect, seen))


def _will_be_met(name: str, ticks: Looked) -> Iterator[str]:
    for key, aspect in bias_text().aspects.items():
        unseen = [
            option for option in ticks.meets.get(key, []) if option not in ticks.seen.get(key, [])
        ]
        for option in unseen:
            yield aspect.meets.format(name=name, option=aspect.seen[option])
    if ticks.missing.strip():
        yield bias_text().missing.format(name=name, missing=ticks.missing.strip())


def _varied(ticks: Looked) -> bool:
    return all(len(ticks.seen.get(key, [])) > 1 for key in ("background", "viewpoint", "light"))


def _seen_words(aspect: Aspect, seen: Iterable[str]) -> str:
    return listed([aspect.seen[option] for option in seen if option in aspect.seen], "or")
