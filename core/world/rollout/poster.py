"""The protocol as one printed page for the wall."""

from datetime import date

from core.content import lesson_text, read
from core.drivetrain.card.blocks import Quote, Section, Words
from core.drivetrain.card.pdf import EYEBROW, HEADLINE, columns, one_page
from core.drivetrain.card.sheet import Sheet
from core.drivetrain.card.words import day_words
from core.world.rollout.protocol import LINES, STEPS, Protocol, steps
from core.world.rollout.rules import Rules

EMPTY = "…"


def protocol_pdf(name: str, kept: Protocol, rules: Rules, day: date) -> bytes:
    """Return the protocol of the project called `name` as a PDF of one page, A4 landscape: the
    three steps with their numbers, and the learner's four lines."""
    text = lesson_text("rollout")
    title = text["poster_title"].format(name=name)

    def lay_out(sheet: Sheet) -> float:
        y = sheet.text(sheet.margin, sheet.margin, sheet.inner, day_words(day), EYEBROW)
        y = sheet.text(sheet.margin, y + sheet.step(1), sheet.inner, title, HEADLINE)
        y = columns(sheet, y + sheet.step(6), _steps(rules, kept), arrows=True)
        return columns(sheet, y + sheet.step(8), _own_lines(kept))

    return one_page(title, lay_out, text["poster_foot"], text["poster_elsewhere"])


def _steps(rules: Rules, kept: Protocol) -> tuple[Section, ...]:
    names, said = read("rollout.yaml", dict[str, str], "step_names"), steps(rules, kept)
    return tuple(Section(names[step], (Words(said[step]),)) for step in STEPS)


def _own_lines(kept: Protocol) -> tuple[Section, ...]:
    heads = read("rollout.yaml", dict[str, str], "fields")
    return tuple(
        Section(heads[name], (Quote("", getattr(kept, name).strip() or EMPTY),)) for name in LINES
    )
