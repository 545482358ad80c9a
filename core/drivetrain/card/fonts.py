"""Type for the printed card: DejaVu where an installed package brings it, else plain Latin."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF

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
    """Return DejaVu Sans regular and bold as matplotlib ships them, or None without them.

    Only the place of the package is looked up; importing it would cost half a second.
    """
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
    files = (folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf")
    return files if all(file.is_file() for file in files) else None
