"""A sheet of paper to write on: text that knows its height, with or without ink."""

from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue

from core.drivetrain.card.typeface import Typeface, use_typeface

INK = (31, 36, 33)
GREY = (104, 110, 106)
ACCENT = (11, 107, 93)
RULE = (221, 216, 203)

MM_PER_POINT = 0.3528
LINE = 1.32

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Style:
    """How a text looks; `size` in points before the sheet's scale is applied."""

    size: float
    bold: bool = False
    colour: Colour = INK
    right: bool = False


class Sheet:
    """One A4 page, landscape, in millimetres. Without `ink` everything is measured only.

    `scale` makes all type larger or smaller, `limit` is the longest text in characters, and `lost`
    says whether some character could not be shown.
    """

    width, height, margin = 297.0, 210.0, 12.0

    def __init__(self, title: str) -> None:
        pdf = FPDF(orientation="landscape", unit="mm", format="A4")
        pdf.alias_nb_pages("")  # else fpdf2 puts a number where a learner typed "{nb}"
        pdf.set_auto_page_break(False)
        pdf.c_margin = 0
        self.type: Typeface = use_typeface(pdf)
        self.type.get_ready_for(pdf, title)
        pdf.set_title(self.type.printable(title))
        pdf.set_creator("Drivetrain Lab")
        pdf.set_lang("en")
        pdf.add_page()
        self.pdf = pdf
        self.scale = 1.0
        self.limit = 4000
        self.ink = False
        self.lost = False

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def text(self, x: float, y: float, width: float, words: str, style: Style) -> float:
        """Write the words into a column; return the y below them."""
        size = style.size * self.scale
        self.pdf.set_font(self.type.family, "B" if style.bold else "", size)
        self.type.get_ready_for(self.pdf, words)
        self.lost = self.lost or not self.type.shows(words)
        self.pdf.set_text_color(*style.colour)
        self.pdf.set_xy(x, y)
        height = self.pdf.multi_cell(
            width,
            size * MM_PER_POINT * LINE,
            self.type.printable(shortened(words, self.limit)),
            align=Align.R if style.right else Align.L,
            dry_run=not self.ink,
            output=MethodReturnValue.HEIGHT,
        )
        return y + float(height)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        if self.ink:
            self.pdf.set_fill_color(*colour)
            self.pdf.rect(x, y, width, height, style="F")

    def line(
        self, x: float, y: float, to: float, colour: Colour = RULE, thick: float = 0.2
    ) -> None:
        """Draw a level line."""
        if self.ink:
            self.pdf.set_draw_color(*colour)
            self.pdf.set_line_width(thick)
            self.pdf.line(x, y, to, y)

    def step(self, millimetres: float) -> float:
        """A distance that shrinks with the type."""
        return millimetres * self.scale


def shortened(words: str, limit: int) -> str:
    """Return the words, cut at a space with an ellipsis where there are more than `limit`."""
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(" ,;.:") + " …"
