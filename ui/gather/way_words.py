"""The ways to read an arrival, each in a line to choose from."""

from core.content import lesson_text
from core.gather.meaning.questions import some
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
