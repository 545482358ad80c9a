"""What a reading asks the learner: one sentence for each thing that could be meant otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.content import lesson_text
from core.gather.meaning.reading import Reading
from core.gather.meaning.way import (
    ALL_UNLABELLED,
    FOLDERS,
    NAMES,
    ONE_CLASS,
    PLAIN,
    TABLE,
    TEACHABLE,
    Way,
)
from core.gather.reading.zip_names import ZipNames
from core.words import count_of, listed

_SHOWN = 4  # classes or spellings that are named in a question


@dataclass(frozen=True)
class Question:
    """Something to ask: what it is about, and the sentence."""

    about: str
    sentence: str


def questions(
    reading: Reading, key: str = "", known: Iterable[str] = (), names: ZipNames | None = None
) -> list[Question]:
    """What to ask about `reading` when it is read in the way `key`, the most important first.

    `known` are the classes that the project has already, `names` how those in a ZIP were read.
    """
    if reading.saved_project:
        return [_asked("saved")]
    way = reading.way(key)
    found = [*_about_names(names), *_about_the_way(reading, way)]
    if way.unlabelled and way.counts:
        found.append(_asked("rest_asked", count=count_of(way.unlabelled, "picture")))
    if way.in_test:
        found.append(_asked("test", count=count_of(way.in_test, "picture")))
    found += [_asked("looks_same", name=name) for name in way.one_spelling()]
    found += [_asked("spelling", names=some(group)) for group in way.spellings(known)]
    return found


def some(names: Iterable[str]) -> str:
    """The first few of some names, and how many more there are."""
    names = list(names)
    more = len(names) - _SHOWN
    return listed([*names[:_SHOWN], f"{more:,} more"] if more > 0 else names)


def _about_names(names: ZipNames | None) -> list[Question]:
    return [
        _asked("zip_names", now=now, then=then)
        for _, now, then in (names.others[:1] if names else ())
    ]


def _about_the_way(reading: Reading, way: Way) -> list[Question]:
    levels = [other for other in reading.ways if other.kind == FOLDERS]
    if way.kind == FOLDERS and len(levels) > 1:
        outer, inner = sorted(levels, key=lambda one: one.about)[:2]
        return [_asked("level", outer=some(outer.counts), inner=some(inner.counts))]
    if way.kind == NAMES:
        return [_asked("file_names", classes=some(way.counts))]
    if way.kind == TABLE:
        return [_asked("table", table=way.about.rsplit("/", 1)[-1], classes=some(way.counts))]
    if way.kind == ONE_CLASS:
        return [_asked("one_class", name=way.about)]
    if way.kind == ALL_UNLABELLED and reading.pictures:
        return [_asked("no_class")]
    return []


def _asked(about: str, **filled: str) -> Question:
    return Question(about, lesson_text("arrival")[about].format(**filled))


TEXT = lesson_text("arrival")


def way_in_words(reading: Reading, way: Way) -> str:
    """Where the classes come from when the arrival is read in this way, and the first of them."""
    names = some(way.counts)
    levels = [other.about for other in reading.ways if other.kind == FOLDERS]
    if way.kind == FOLDERS:
        inner = len(levels) > 1 and way.about != min(levels)
        return TEXT["way_inner" if inner else "way_folder"].format(names=names)
    if way.kind == TABLE:
        return TEXT["way_table"].format(table=way.about.rsplit("/", 1)[-1], names=names)
    if way.kind == ONE_CLASS:
        return TEXT["way_one"].format(names=names)
    said = {PLAIN: "way_plain", NAMES: "way_names", TEACHABLE: "way_teachable"}
    if way.kind == ALL_UNLABELLED:
        return TEXT["way_none"]
    return TEXT[said[way.kind]].format(names=names)
