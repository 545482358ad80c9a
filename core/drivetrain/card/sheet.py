"""A sheet of paper to write on: text that knows its height, with or without ink. Its type is DejaVu
where an installed package brings it, else plain Latin."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue

from core.plain_text import is_from_right

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
        self.lost = self.lost or not self.type.shows(words)
        size = style.size * self.scale
        self.pdf.set_font(self.type.family, "B" if style.bold else "", size)
        shape(self.pdf, words)
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


FAMILY = "card"
_PLAIN = "helvetica"
_LATIN = frozenset(map(chr, (*range(32, 127), *range(160, 256))))
_PLAINER = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-",
    "→": "->", "≤": "<=", "≥": ">=", "€": "EUR",
}  # fmt: skip


@dataclass(frozen=True)
class Typeface:
    """A family of a PDF, and the characters it can show."""

    family: str
    glyphs: frozenset[str]

    def printable(self, words: str) -> str:
        """Return the words in characters that this type has: others lose their accents, get a
        plainer form, or become "?"; control characters become spaces."""
        spaced = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", words))
        return "".join(self._nearest(c) for c in " ".join(spaced.split()))

    def shows(self, words: str) -> bool:
        """Return whether nothing of the words is lost in print."""
        return all("?" not in self._nearest(c) for c in words if c.isprintable() and c != "?")

    def _nearest(self, character: str) -> str:
        if character in self.glyphs:
            return character
        plainer = _PLAINER.get(character) or unicodedata.normalize("NFKD", character)
        return "".join(c for c in plainer if c in self.glyphs) or "?"


def shortened(words: str, limit: int) -> str:
    """Return the words, cut at a space with an ellipsis where there are more than `limit`."""
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(" ,;.:") + " …"


def use_typeface(pdf: FPDF) -> Typeface:
    """Give the PDF its type, regular and bold, and return it."""
    files = font_files()
    if files is None:
        return Typeface(_PLAIN, _LATIN)
    for style, file in zip(("", "B"), files, strict=True):
        pdf.add_font(FAMILY, style, file)
    regular, bold = (frozenset(map(chr, pdf.fonts[FAMILY + style].cmap)) for style in ("", "B"))
    return Typeface(FAMILY, regular & bold)


def shape(pdf: FPDF, words: str) -> None:
    """Join letters and set the reading direction where the words are read from the right; others
    are written letter by letter, which is ten times as quick and looks the same."""
    pdf.set_text_shaping(is_from_right(words) and FAMILY in pdf.fonts)


@cache
def font_files() -> tuple[Path, Path] | None:
    """Return DejaVu Sans regular and bold as matplotlib ships them, or None without them.

    Only the place of the package is looked up; importing it would cost half a second.
    """
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
    files = (folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf")
    return files if all(file.is_file() for file in files) else None
