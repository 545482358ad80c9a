"""The type of what is printed: DejaVu where a package or the system brings it, else plain Latin.

Letters of East Asia come from a font of this computer, where it has one.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF

from core.plain_text import is_from_right

FAMILY = "card"
EAST_ASIAN = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
    Path("/usr/share/fonts/truetype/nanum/NanumGothic.ttf"),
    Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"),
    Path("C:/Windows/Fonts/msyh.ttc"),
    Path("C:/Windows/Fonts/malgun.ttf"),
)
"""Fonts with Chinese, Japanese or Korean that systems bring; the first has all three (5 MB)."""
_FIRST_EAST_ASIAN = "\u2e80"  # below lies what DejaVu and its plainer forms are for
_HANGUL = frozenset(map(chr, range(0xAC00, 0xD7A4)))  # in parts, they would be other letters
_PLAIN = "helvetica"
_DEBIAN = Path("/usr/share/fonts/truetype/dejavu")
_LATIN = frozenset(map(chr, (*range(32, 127), *range(160, 256))))
_PLAINER = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-",
    "→": "->", "≤": "<=", "≥": ">=", "€": "EUR",
}  # fmt: skip


@dataclass
class Typeface:
    """A family of a PDF, and the characters it can show."""

    family: str
    glyphs: frozenset[str]

    def get_ready_for(self, pdf: FPDF, words: str) -> None:
        """Join letters and set the reading direction where the words are read from the right;
        others are written letter by letter, which is ten times as quick and looks the same. Take a
        font of this computer for letters of East Asia that the family lacks: each is read only
        when a text needs it, for that takes a moment."""
        if self.family == _PLAIN:
            return
        pdf.set_text_shaping(is_from_right(words))
        for font in _not_yet(pdf, east_asian_fonts()):
            if any(c > _FIRST_EAST_ASIAN and c not in self.glyphs for c in words):
                self._add(pdf, font)
        if pdf.page and any(c > _FIRST_EAST_ASIAN for c in words):
            _set_font_now(pdf)

    def printable(self, words: str) -> str:
        """Return the words in characters that this type has: others lose their accents, get a
        plainer form, or become "?"; control characters become spaces."""
        spaced = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", words))
        return "".join(self._nearest(c) for c in " ".join(spaced.split()))

    def shows(self, words: str) -> bool:
        """Return whether nothing of the words is lost in print."""
        return all("?" not in self._nearest(c) for c in words if c.isprintable() and c != "?")

    def _add(self, pdf: FPDF, font: Path) -> None:
        pdf.add_font(font.stem, "", font)
        added = [name for name in pdf.fonts if not name.startswith(FAMILY)]
        pdf.set_fallback_fonts(added, exact_match=False)
        self.glyphs |= frozenset(map(chr, pdf.fonts[font.stem.lower()].cmap))

    def _nearest(self, character: str) -> str:
        if character in self.glyphs:
            return character
        if character in _HANGUL:
            return "?"
        plainer = _PLAINER.get(character) or unicodedata.normalize("NFKD", character)
        return "".join(c for c in plainer if c in self.glyphs) or "?"


def use_typeface(pdf: FPDF) -> Typeface:
    """Give the PDF its type, regular and bold, and return it."""
    files = font_files()
    if files is None:
        return Typeface(_PLAIN, _LATIN)
    for style, file in zip(("", "B"), files, strict=True):
        pdf.add_font(FAMILY, style, file)
    regular, bold = (frozenset(map(chr, pdf.fonts[FAMILY + style].cmap)) for style in ("", "B"))
    return Typeface(FAMILY, regular & bold)


@cache
def font_files() -> tuple[Path, Path] | None:
    """Return DejaVu Sans regular and bold, as matplotlib or the system has them, or None.

    Only the place of the package is looked up; importing it would cost half a second. The light
    install has no matplotlib: there they are looked for where Debian puts them.
    """
    package = find_spec("matplotlib")
    folders = [_DEBIAN]
    if package is not None and package.origin is not None:
        folders.insert(0, Path(package.origin).parent / "mpl-data" / "fonts" / "ttf")
    pairs = ((folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf") for folder in folders)
    return next((pair for pair in pairs if all(file.is_file() for file in pair)), None)


@cache
def east_asian_fonts() -> tuple[Path, ...]:
    """Return the fonts of `EAST_ASIAN` that this computer has: such a font takes 4 to 20 MB, too
    much to come along for the few who need it."""
    return tuple(font for font in EAST_ASIAN if font.is_file())


def _set_font_now(pdf: FPDF) -> None:
    """Write a blank. fpdf2 sets a font with the first letter that needs it, and forgets it again
    where the line begins with another font: the next line would come out in the font before."""
    x, y = pdf.get_x(), pdf.get_y()
    pdf.cell(1, 0, " ")
    pdf.set_xy(x, y)


def _not_yet(pdf: FPDF, fonts: Iterable[Path]) -> list[Path]:
    return [font for font in fonts if font.stem.lower() not in pdf.fonts]
