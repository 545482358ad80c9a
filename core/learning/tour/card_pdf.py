"""The card of the tour as one printed page, with its pictures."""

from core.content import says
from core.drivetrain.card.sheet import ACCENT, GREY, Sheet, Style
from core.drivetrain.card.words import day_words
from core.learning.tour.card import Part, TourCard

TITLE = Style(26, bold=True)
LEAD = Style(12)
HEAD = Style(12, bold=True, colour=ACCENT)
BODY = Style(11)
NOTE = Style(9, colour=GREY)
PICTURE = 42.0  # millimetres a side
GAP = 8.0


def tour_card_pdf(card: TourCard) -> bytes:
    """Return the card as a PDF of one page, A4 landscape."""
    sheet = Sheet(card.title)
    sheet.ink = True
    x, y = sheet.margin, sheet.margin
    y = sheet.text(x, y, sheet.inner, card.title, TITLE)
    y = sheet.text(x, y + 2, sheet.inner, card.says, LEAD) + GAP
    width = (sheet.inner - (len(card.parts) - 1) * GAP) / max(1, len(card.parts))
    ends = [
        _part(sheet, x + place * (width + GAP), y, width, part)
        for place, part in enumerate(card.parts)
    ]
    y = max(ends, default=y) + GAP
    for deed in card.deeds:
        y = sheet.text(x, y, sheet.inner, f"• {_plain(deed)}", BODY) + 1.5
    foot = " ".join(filter(None, (says("tour", "foot", day=day_words(card.day)), card.took)))
    sheet.text(x, sheet.height - sheet.margin - 6, sheet.inner, foot, NOTE)
    return bytes(sheet.pdf.output())


def _part(sheet: Sheet, x: float, y: float, width: float, part: Part) -> float:
    sheet.line(x, y, x + width, ACCENT, 0.6)
    y = sheet.text(x, y + 2, width, part.title, HEAD) + 2
    if part.picture is not None:
        sheet.pdf.image(str(part.picture), x, y, PICTURE, PICTURE, keep_aspect_ratio=True)
        y += PICTURE + 2
    return sheet.text(x, y, width, _plain(part.says), BODY)


def _plain(markdown: str) -> str:
    """The sentence without the marks of Markdown."""
    return markdown.replace("*", "").replace("\\", "")
