"""A document as sheets of A4 to print and to write on, over as many pages as it takes."""

import io
from collections.abc import Sequence

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TableHeadingsDisplay, VAlign
from fpdf.fonts import FontFace

from core.content import says
from core.drivetrain.card.blocks import Block, Chart, Document, Own, Points, Quote, Table, Words
from core.drivetrain.card.sheet import ACCENT, GREY, INK, RULE
from core.drivetrain.card.typeface import Typeface, use_typeface

_EDGE, _FOOT = 16.0, 14.0
_LINE = 5.2  # millimetres of a line of body type
_BODY, _TITLE, _HEAD = 10.0, 20.0, 12.5
_WRITE = 8.0  # millimetres between lines to write on
_CHART = 110.0
_ROOM = 5.0  # millimetres above the words in a box to fill in
_SCALES = (1.0, 0.9, 0.85, 0.8, 0.75)
_KEEP = 34.0  # a heading with less than this below it goes to the next page


class _Paper(FPDF):  # type: ignore[misc]
    """A4 upright with a number on every page."""

    face: Typeface
    scale = 1.0
    lost = False  # whether some letter could not be printed

    def printable(self, words: str) -> str:
        """Return the words as this type can print them, and remember whether it lost some."""
        self.lost = self.lost or not self.face.shows(words)
        return self.face.printable(words)

    def footer(self) -> None:
        """Write title and number of the page."""
        self.set_y(-_FOOT)
        self.set_font(self.face.family, "", 8)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"Drivetrain Lab · {self.page_no()}", align="R")


def paper_pdf(document: Document, *, own_page: bool = False, one_page: bool = False) -> bytes:
    """Return a document as PDF; with `own_page` each section begins a page of its own, with
    `one_page` the type is as large as fits on one, where the smallest does. Characters that the
    type does not have are printed as "?"."""
    for scale in _SCALES if one_page else _SCALES[:1]:
        pdf = _laid_out(document, scale, own_page)
        if pdf.page_no() == 1:
            break
    return bytes(pdf.output())


def _laid_out(document: Document, scale: float, own_page: bool) -> _Paper:
    pdf = _opened(document.title)
    pdf.scale = scale
    _write(pdf, document.title, _TITLE, bold=True)
    _write(pdf, document.subtitle, _BODY + 1, colour=GREY)
    for place, section in enumerate(document.sections):
        if place and own_page:
            pdf.add_page()
        _heading(pdf, section.title)
        for block in section.blocks:
            _block(pdf, block)
    if document.closing:
        pdf.ln(3)
        _write(pdf, document.closing, _BODY - 1, colour=GREY)
    if pdf.lost:
        _write(pdf, says("card", "lost_here"), _BODY - 2, colour=GREY)
    return pdf


def _opened(title: str) -> _Paper:
    pdf = _Paper(format="A4", unit="mm")
    pdf.face = use_typeface(pdf)
    pdf.alias_nb_pages("")
    pdf.set_margin(_EDGE)
    pdf.set_auto_page_break(True, _FOOT + 4)
    pdf.face.get_ready_for(pdf, title)
    pdf.set_title(pdf.printable(title))
    pdf.set_creator("Drivetrain Lab")
    pdf.set_lang("en")
    pdf.add_page()
    return pdf


def _write(
    pdf: _Paper,
    words: str,
    size: float,
    *,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
    left: float = 0.0,
) -> None:
    size *= pdf.scale
    pdf.set_font(pdf.face.family, "B" if bold else "", size)
    pdf.face.get_ready_for(pdf, words)
    pdf.set_text_color(*colour)
    pdf.set_x(_EDGE + left)
    high = _LINE * max(size / _BODY, pdf.scale)
    pdf.multi_cell(0, high, pdf.printable(words), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.2 * pdf.scale)


def _heading(pdf: _Paper, title: str) -> None:
    if not title:
        pdf.ln(3)
        return
    if pdf.get_y() > pdf.h - _FOOT - _KEEP:
        pdf.add_page()
    pdf.ln(4 * pdf.scale)
    _write(pdf, title, _HEAD, bold=True, colour=ACCENT)


def _block(pdf: _Paper, block: Block) -> None:
    match block:
        case Words(text):
            _write(pdf, text, _BODY)
        case Points(items):
            for item in items:
                _point(pdf, item)
        case Quote():
            _quote(pdf, block)
        case Own(_, asks, _):
            _to_write(pdf, asks)
        case Table():
            _table(pdf, block)
        case Chart(_, svg, alt, _):
            pdf.image(io.BytesIO(svg.encode()), w=_CHART, alt_text=alt)
            pdf.ln(2)
            _write(pdf, alt, _BODY - 1, colour=GREY)


def _point(pdf: _Paper, words: str) -> None:
    y = pdf.get_y()
    if y > pdf.h - _FOOT - 12:
        pdf.add_page()
        y = pdf.get_y()
    _write(pdf, "•", _BODY, colour=ACCENT)
    pdf.set_y(y)
    _write(pdf, words, _BODY, left=5)


def _quote(pdf: _Paper, said: Quote) -> None:
    """A label in bold and the text behind it, in one paragraph."""
    pdf.set_text_color(*INK)
    pdf.face.get_ready_for(pdf, said.lead + said.text)
    pdf.set_font(pdf.face.family, "B", _BODY)
    pdf.write(_LINE, f"{pdf.printable(said.lead)}  ")
    pdf.set_font(pdf.face.family, "", _BODY)
    pdf.write(_LINE, pdf.printable(said.text))
    pdf.ln(_LINE + 1.6)


def _to_write(pdf: _Paper, asks: str) -> None:
    """A task, and two lines for the answer."""
    if pdf.get_y() > pdf.h - _FOOT - _KEEP:
        pdf.add_page()
    pdf.ln(1)
    _write(pdf, asks, _BODY, bold=True)
    pdf.set_draw_color(*RULE)
    for _ in range(2):
        pdf.ln(_WRITE)
        pdf.line(_EDGE, pdf.get_y(), pdf.w - _EDGE, pdf.get_y())
    pdf.ln(3)


def _table(pdf: _Paper, table: Table) -> None:
    """A table with lines between its rows; one to fill in has boxes with room for a pencil."""
    to_fill = not any(str(cell) for row in table.rows for cell in row[1:])
    layout = TableBordersLayout.ALL if to_fill else TableBordersLayout.HORIZONTAL_LINES
    if table.caption:
        pdf.ln(1)
        _write(pdf, table.caption, _BODY, bold=True)
    pdf.set_font(pdf.face.family, "", _BODY - 1)
    pdf.set_text_color(*INK)
    pdf.set_draw_color(*RULE)
    pdf.face.get_ready_for(pdf, " ".join(str(cell) for row in table.rows for cell in row))
    with pdf.table(
        borders_layout=layout,
        headings_style=FontFace(emphasis="BOLD", color=ACCENT),
        first_row_as_headings=True,
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        line_height=_LINE,
        padding=(_ROOM if to_fill else 0.8, 2.2, 0.8, 0.8),
        text_align="LEFT",
        v_align=VAlign.T,
        col_widths=_widths(table),
    ) as drawn:
        for cells in (table.head, *table.rows):
            _row(pdf, drawn.row(), cells)
    pdf.ln(3)


def _row(pdf: _Paper, row: object, cells: Sequence[object]) -> None:
    for cell in cells:
        row.cell(pdf.printable(str(cell)))  # type: ignore[attr-defined]


def _widths(table: Table) -> tuple[float, ...]:
    """How wide the columns are beside each other: by their longest cell, within reason, so that
    a column of short words is not squeezed by one of sentences."""
    columns = zip(table.head, *table.rows, strict=True)
    most = max(16, 90 // len(table.head))
    return tuple(min(max(max(len(str(cell)) for cell in one), 9), most) for one in columns)
