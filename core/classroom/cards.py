"""Paper for a class: a page for the wall with a large QR code, and cards to hand out."""

import io
from typing import Any

import segno
from fpdf import FPDF

from core.classroom.classes import SchoolClass
from core.content import lesson_text
from core.drivetrain.card.typeface import use_typeface
from core.plain_text import one_line

TEXT = lesson_text("class_cards")
_WIDTH, _HEIGHT = 210.0, 297.0  # A4 in mm
_COLUMNS, _ROWS = 2, 4
_EDGE, _WALL_QR, _CARD_QR = 12.0, 150.0, 42.0


class _Paper(FPDF):  # type: ignore[misc]
    """Sheets with the type of everything that is printed."""

    def __init__(self, **sheet: Any) -> None:
        super().__init__(**sheet)
        self.set_auto_page_break(False)
        self.face = use_typeface(self)


def qr_png(address: str) -> bytes:
    """Return a QR code of an address as PNG, dark on white."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=10, border=3)
    return out.getvalue()


def join_cards(of: SchoolClass, address: str) -> bytes:
    """Return a PDF of two pages: the code and a QR code for the wall, then eight cards to cut out.
    `address` is where learners join."""
    pdf = _Paper(format="A4", unit="mm")
    qr = qr_png(address)
    _wall(pdf, of.code, address, qr)
    pdf.add_page()
    for place in range(_COLUMNS * _ROWS):
        _card(pdf, of.code, address, qr, place)
    return bytes(pdf.output())


def personal_card(nickname: str, code: str, address: str) -> bytes:
    """Return a PDF of one card with which a learner comes back on any device."""
    pdf = _Paper(format=(105, 74), unit="mm")
    pdf.add_page()
    pdf.image(io.BytesIO(qr_png(address)), 5, 12, 50)
    _line(pdf, 57, 14, 16, one_line(nickname), 45)
    _line(pdf, 57, 32, 11, TEXT["class"].format(code=code), 45)
    _line(pdf, 57, 42, 9, TEXT["yours"], 43)
    return bytes(pdf.output())


def _wall(pdf: _Paper, code: str, address: str, qr: bytes) -> None:
    pdf.add_page()
    _line(pdf, _EDGE, 18, 26, TEXT["title"], _WIDTH - 2 * _EDGE, "C")
    pdf.image(io.BytesIO(qr), (_WIDTH - _WALL_QR) / 2, 40, _WALL_QR)
    _line(pdf, _EDGE, 200, 64, code, _WIDTH - 2 * _EDGE, "C")
    _line(pdf, _EDGE, 240, 16, _or_open(address), _WIDTH - 2 * _EDGE, "C")


def _card(pdf: _Paper, code: str, address: str, qr: bytes, place: int) -> None:
    wide, high = _WIDTH / _COLUMNS, _HEIGHT / _ROWS
    left, top = (place % _COLUMNS) * wide, (place // _COLUMNS) * high
    pdf.set_draw_color(190, 190, 190)
    pdf.rect(left, top, wide, high)
    pdf.image(io.BytesIO(qr), left + 5, top + 14, _CARD_QR)
    _line(pdf, left + 50, top + 16, 24, code, 52)
    _line(pdf, left + 50, top + 32, 9, _or_open(address), 52)


def _or_open(address: str) -> str:
    """The address to type, without the code, which that page asks for."""
    return TEXT["or"].format(address=address.split("?")[0])


def _line(
    pdf: _Paper, x: float, y: float, size: float, words: str, width: float, align: str = "L"
) -> None:
    pdf.set_font(pdf.face.family, style="B" if size > 15 else "", size=size)
    pdf.face.get_ready_for(pdf, words)
    pdf.set_xy(x, y)
    pdf.multi_cell(width, size * 0.45, pdf.face.printable(words), align=align)
