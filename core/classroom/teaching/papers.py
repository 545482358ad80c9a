"""The papers as documents, which the page shows and the PDF prints."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from core.classroom.classes import MOST_DAYS
from core.classroom.teaching.content import (
    LessonPlan,
    MatrixPaper,
    Part,
    PathName,
    ResizePaper,
    ThresholdPaper,
    class_papers,
    consent,
    lesson_plan,
    worksheets,
)
from core.classroom.teaching.figures import figure_words
from core.classroom.teaching.keys import paper_costs
from core.content import read
from core.drivetrain.card.blocks import (
    Block,
    Chart,
    Document,
    Own,
    Points,
    Quote,
    Section,
    Table,
    Words,
)
from core.drivetrain.card.words import cost_table
from core.learning.glossary.glossary import glossary
from core.learning.pages import page_info
from core.learning.paths.paths import guided_paths
from core.project.limits import limits
from core.words import percent

TEXT = read("teaching/words.yaml", dict[str, str])
_SQUARE = 24  # pixels of a square of the drawn photo


def plan_paper(path: PathName) -> Document:
    """Return the lesson plan for a path, with the figures that learners will see."""
    plan = lesson_plan(path)
    figures = figure_words() | {"minutes": str(plan.minutes)}
    sections = (
        Section(TEXT["aim"], (Points(plan.aim),)),
        Section(TEXT["before"], (Points(plan.before),)),
        Section(TEXT["table"], tuple(_table(plan))),
        *(_part(part, figures) for part in plan.blocks),
        Section(
            TEXT["plan_b"],
            (
                Quote(TEXT["camera"], plan.plan_b.camera),
                Quote(TEXT["network"], plan.plan_b.network),
            ),
        ),
        Section(TEXT["end"], (Words(plan.end),)),
    )
    closing = TEXT["figures_note"].format_map(figures)
    return Document(f"plan_{path}", plan.title, plan.line.format_map(figures), sections, closing)


def _table(plan: LessonPlan) -> Iterator[Block]:
    rows = tuple(_rows(plan))
    yield Table("", (TEXT["minute"], TEXT["stops"], TEXT["takes"]), rows)
    if plan.around:
        around = (TEXT["around_says"].format(what=w, minutes=m) for w, m in plan.around.items())
        yield Points(tuple(around))
        pages = ", ".join(page_info(page).title for page in plan.leave_out)
        yield Words(
            TEXT["leave_out"].format(total=plan.minutes, pages=pages, minutes=plan.left_out_minutes)
        )


def _rows(plan: LessonPlan) -> Iterator[tuple[str, str, str]]:
    """A row for each part; minutes begin again with each session, which has a row of its own."""
    path = guided_paths().get(plan.path)
    sessions = list(path.sessions) if path is not None and len(path.sessions) > 1 else []
    begins = left = number = 0
    for part in plan.blocks:
        if sessions and not left:
            begins, left, number = 0, sessions[0].minutes, number + 1
            yield TEXT["session"].format(number=number), sessions.pop(0).title, str(left)
        end = begins + part.minutes
        yield f"{begins}–{end}", _stop_names(part), str(part.minutes)
        begins, left = end, left - part.minutes


def _stop_names(part: Part) -> str:
    return ", ".join(page_info(page).title for page in dict.fromkeys(part.pages))


def _part(part: Part, figures: dict[str, str]) -> Section:
    said = {"say": part.say, "see": part.see, "wrong": part.wrong}
    quotes = (Quote(TEXT[name], text.format_map(figures)) for name, text in said.items())
    return Section(f"{_stop_names(part)} · {part.minutes} min", tuple(quotes))


def worksheets_paper() -> Document:
    """Return the four worksheets, without a key."""
    sheets = worksheets()
    shown: dict[str, tuple[Block, ...]] = {
        "resize": (_grid(sheets.resize.numbers),),
        "threshold": (_chances(sheets.threshold.numbers),),
        "matrix": tuple(_pairs(sheets.matrix.numbers)),
        "costs": (_costs(), _kinds()),
    }
    sections = []
    for name, blocks in shown.items():
        sheet = getattr(sheets, name)
        tasks = tuple(
            Own(f"{name}_{n}", f"{n}. {task}", "") for n, task in enumerate(sheet.tasks, 1)
        )
        sections.append(Section(sheet.title, (Words(sheet.intro), *blocks, *tasks), name))
    return Document("worksheets", TEXT["sheets_title"], TEXT["sheets_line"], tuple(sections))


def _grid(paper: ResizePaper) -> Chart:
    wide, high = paper.wide * _SQUARE, paper.high * _SQUARE
    lines = [f"M{x * _SQUARE} 0V{high}" for x in range(paper.wide + 1)]
    lines += [f"M0 {y * _SQUARE}H{wide}" for y in range(paper.high + 1)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {wide + 2} {high + 2}" '
        f'width="{wide + 2}" height="{high + 2}"><path d="{" ".join(lines)}" fill="none" '
        'stroke="#686e6a" stroke-width="1"/></svg>'
    )
    caption = TEXT["grid"].format(wide=paper.wide, high=paper.high)
    row = (str(paper.wide), str(paper.high), str(paper.wide * paper.high))
    table = Table(caption, (TEXT["across"], TEXT["down"], TEXT["squares"]), (row,))
    return Chart("photo-in-squares", svg, caption, table)


def _chances(paper: ThresholdPaper) -> Table:
    rows = tuple(
        (str(n), percent(chance), TEXT["bear" if bear else "nothing"])
        for n, (chance, bear) in enumerate(zip(paper.chances, paper.bear, strict=True), 1)
    )
    return Table("", (TEXT["picture"], TEXT["chance"], TEXT["really"]), rows)


def _pairs(paper: MatrixPaper) -> Iterator[Table]:
    """The pictures, one half beside the other, and an empty table to count them in."""
    lines = [(str(n), *pair) for n, pair in enumerate(paper.pictures, 1)]
    half = (len(lines) + 1) // 2
    beside = zip_longest(lines[:half], lines[half:], fillvalue=("", "", ""))
    head = (TEXT["picture"], TEXT["is_a"], TEXT["called"])
    yield Table("", head * 2, tuple((*left, *right) for left, right in beside))
    empty = tuple((name, *([""] * len(paper.classes))) for name in paper.classes)
    yield Table(TEXT["fill_in"], (TEXT["is_a"], *paper.classes), empty)


def _costs() -> Table:
    """What each action costs, without how often each class comes: nothing is asked about that."""
    table = cost_table(paper_costs(), TEXT["cost_caption"])
    return replace(table, rows=table.rows[: len(paper_costs().table)])


def _kinds() -> Table:
    pictures = worksheets().costs.numbers.pictures
    classes = paper_costs().classes
    rows = tuple(
        (str(n), *(percent(one[name]) for name in classes)) for n, one in enumerate(pictures, 1)
    )
    return Table(TEXT["chances"], (TEXT["picture"], *classes), rows)


def words_paper() -> Document:
    """Return the words of the lesson, from the glossary of the app, for one page."""
    known = [glossary().term(name) for name in class_papers().terms]
    quotes = tuple(Quote(one.term, one.meaning) for one in known if one is not None)
    sections = (Section(TEXT["words_head"], quotes),)
    return Document("words", TEXT["words_title"], TEXT["words_line"], sections)


def ticket_paper() -> Document:
    """Return the exit ticket."""
    asked = tuple(
        Own(f"ticket_{n}", f"{n}. {one.asks}", "") for n, one in enumerate(class_papers().ticket, 1)
    )
    section = Section(TEXT["ticket_head"], asked)
    return Document("ticket", TEXT["ticket_title"], TEXT["ticket_line"], (section,))


def rubric_paper() -> Document:
    """Return how a report is judged, in four levels."""
    papers = class_papers()
    rows = tuple((one.what, *one.levels) for one in papers.rubric)
    table = Table("", (TEXT["criterion"], *papers.levels), rows)
    section = Section(TEXT["rubric_head"], (table,))
    return Document("rubric", TEXT["rubric_title"], TEXT["rubric_line"], (section,))


def consent_paper() -> Document:
    """Return the page for school and parents, with what this server really keeps."""
    page, days = consent(), limits().keep_days
    keeps = page.keeps_days.format(days=days) if days else page.keeps_always
    words = {"most_days": str(MOST_DAYS), "keeps": keeps}
    sections = tuple(
        Section(one.title, (Points(tuple(item.format_map(words) for item in one.items)),))
        for one in page.sections
    )
    return Document("consent", page.title, page.line, sections)
