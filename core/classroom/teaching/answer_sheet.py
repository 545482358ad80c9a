"""The answer sheet: what Bear World gives, what was planted in it, and every key."""

from core.classroom.teaching.content import (
    ASK_EXPLAIN,
    PathName,
    Worksheet,
    class_papers,
    lesson_plan,
    worksheets,
)
from core.classroom.teaching.figures import (
    EXACT,
    NEAR,
    WRONG,
    expected_figures,
    figure_words,
    planted,
)
from core.classroom.teaching.keys import (
    answered,
    cost_key,
    matrix_key,
    resize_key,
    threshold_key,
)
from core.classroom.teaching.papers import TEXT
from core.drivetrain.card.blocks import Document, Points, Quote, Section, Table, Words
from core.learning.pages import page_info
from core.learning.paths.paths import guided_paths


def answers_paper() -> Document:
    """Return the answer sheet, for the teacher only."""
    sections = (_expected(), _faults(), *_keys(), _ticket(), *map(_explained, ASK_EXPLAIN))
    return Document("answers", TEXT["answers_title"], TEXT["answers_line"], sections)


def _expected() -> Section:
    seen, words = expected_figures(), figure_words()
    rows = tuple(
        (name, *map(str, row)) for name, row in zip(seen.classes, seen.matrix, strict=True)
    )
    blocks = (
        Words(TEXT["expected_says"].format_map(words)),
        Table("", (TEXT["label"], *seen.classes), rows),
        Words(TEXT["expected_more"].format_map(words)),
        Words(TEXT["figures_note"].format_map(words)),
    )
    return Section(TEXT["expected"], blocks)


def _faults() -> Section:
    found = planted()
    counts = tuple((kind, str(len(some))) for kind, some in found.items())
    wrong = tuple((one.file, one.shown, one.true) for one in found[WRONG])
    twice = tuple((one.file, kind, one.of) for kind in (EXACT, NEAR) for one in found[kind])
    others = tuple(
        (one.file, kind)
        for kind, some in found.items()
        if kind not in (WRONG, EXACT, NEAR)
        for one in some
    )
    return Section(
        TEXT["faults"],
        (
            Table("", (TEXT["fault"], TEXT["how_many"]), counts),
            Table(TEXT["wrong_list"], (TEXT["file"], TEXT["label"], TEXT["truth"]), wrong),
            Table(TEXT["twice_list"], (TEXT["file"], TEXT["fault"], TEXT["same_as"]), twice),
            Table(TEXT["other_list"], (TEXT["file"], TEXT["fault"]), others),
        ),
    )


def _keys() -> tuple[Section, ...]:
    sheets = worksheets()
    keyed: tuple[tuple[Worksheet, dict[str, str]], ...] = (
        (sheets.resize, resize_key(sheets.resize.numbers)),
        (sheets.threshold, threshold_key(sheets.threshold.numbers)),
        (sheets.matrix, matrix_key(sheets.matrix.numbers)),
        (sheets.costs, cost_key(sheets.costs.numbers)),
    )
    return tuple(
        Section(
            TEXT["key_of"].format(title=sheet.title),
            tuple(Quote(str(n), one) for n, one in enumerate(answered(sheet.answers, key), 1)),
        )
        for sheet, key in keyed
    )


def _ticket() -> Section:
    points = tuple(f"{one.asks} {one.answer}" for one in class_papers().ticket)
    return Section(TEXT["key_of"].format(title=TEXT["ticket_title"]), (Points(points),))


def _explained(path: PathName) -> Section:
    """The question of each stop's Explain with what a good answer says."""
    words, stops = figure_words(), guided_paths()[path].stops
    said = [answer for part in lesson_plan(path).blocks for answer in part.explain]
    answers = tuple(
        Quote(f"{page_info(stop.page).title}: {stop.explain}", answer.format_map(words))
        for stop, answer in zip(stops, said, strict=True)
    )
    return Section(TEXT["explain"].format(path=guided_paths()[path].title), answers)
