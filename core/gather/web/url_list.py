"""A list of web addresses, or a table of them with a class each, as pictures to take in."""

import csv
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from core.content import says
from core.gather.arrivals import Arrivals, Incoming, TurnedAway
from core.gather.class_names import clean_class_name
from core.gather.meaning.entries import shown_name
from core.gather.reading.refusal import Refused
from core.gather.web.addresses import checked_url
from core.gather.web.found_pictures import AT_A_TIME, fetched_picture
from core.project.archive import attribution as known

SOURCE = "url"
MAX_ROWS = 500
MAX_TEXT = 1_000_000
_URL_COLUMNS = ("url", "link", "address", "image", "image_url", "src", "href")
_CLASS_COLUMNS = ("class", "label", "category", "folder", "name")


@dataclass(frozen=True)
class Row:
    """One line of the list: its number, the address, and its class or ""."""

    line: int
    url: str
    label: str


def from_addresses(text: str, label: str = "") -> Arrivals:
    """The pictures behind the addresses in `text`; those without a class of their own go into
    `label`.

    `text` holds an address a line, or a CSV with the columns url and class. Lines that cannot be
    used are turned away with the reason. Raises Refused when there is no line, too many, or an
    unusable `label`.
    """
    fallback = clean_class_name(label) if label.strip() else ""
    rows = read_rows(text)
    return Arrivals(len(rows), [_arrival(row, fallback) for row in rows], AT_A_TIME)


def read_rows(text: str) -> list[Row]:
    """The lines of a list or of a CSV, without empty ones and comments (#)."""
    if len(text) > MAX_TEXT:
        raise Refused(says("refused", "list_too_long"))
    lines = _numbered_rows(text.lstrip("\ufeff"))
    if not lines:
        raise Refused(says("refused", "list_empty"))
    rows = _rows(lines)
    if len(rows) > MAX_ROWS:
        raise Refused(says("refused", "list_lines", lines=len(rows), most=MAX_ROWS))
    return rows


def as_words(data: bytes) -> str:
    """The text of a file that a spreadsheet saved, in whichever encoding it did."""
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ():
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def needs_class(text: str) -> bool:
    """Whether a line of `text` names no class of its own; raises Refused as `read_rows`."""
    return any(not row.label for row in read_rows(text))


def _numbered_rows(text: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max("\t;,", key=first.count) if any(s in first for s in "\t;,") else "\t"
    if first.lower().startswith("http") and " " not in first and "\t" not in first:
        separator = _after_address(first)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=separator)
    found = []
    try:
        for cells in reader:
            bare = [cell.strip() for cell in cells]
            if any(bare) and not bare[0].startswith("#"):
                found.append((reader.line_num, bare))
    except csv.Error as error:
        raise Refused(says("refused", "list_line", line=reader.line_num)) from error
    return found


def _after_address(line: str) -> str:
    """The separator of a table without a header: what stands last in the line, where a class is
    shorter than an address. Addresses hold commas too."""
    tails = {mark: line.rsplit(mark, 1)[-1] for mark in ",;" if mark in line}
    plain = [mark for mark, tail in tails.items() if not set("/.?=&") & set(tail)]
    return plain[0] if plain else "\t"


def _rows(lines: list[tuple[int, list[str]]]) -> list[Row]:
    head = [cell.lower() for cell in lines[0][1]]
    if not set(head) & set(_URL_COLUMNS):
        return [Row(line, *_two(cells)) for line, cells in lines]
    at = next(position for position, name in enumerate(head) if name in _URL_COLUMNS)
    of = next((p for p, name in enumerate(head) if name in _CLASS_COLUMNS and p != at), -1)
    return [Row(line, _cell(cells, at), _cell(cells, of)) for line, cells in lines[1:]]


def _two(cells: list[str]) -> tuple[str, str]:
    return cells[0], _cell(cells, 1)


def _cell(cells: list[str], position: int) -> str:
    return cells[position] if 0 <= position < len(cells) else ""


def _arrival(row: Row, fallback: str) -> Incoming | TurnedAway:
    try:
        url = str(checked_url(row.url))
        label = clean_class_name(row.label) if row.label else fallback
        if not label:
            raise Refused(says("refused", "list_no_class"))
    except Refused as refusal:
        return TurnedAway(_shown(row), str(refusal))
    origin = {known.URL: url, known.DATE: time.strftime("%Y-%m-%d")}
    return Incoming(_name(url), label, SOURCE, _reader(url), provenance=origin)


def _shown(row: Row) -> str:
    """How a line that was turned away is named in the list of them."""
    if not row.url:
        return says("refused", "row_without_address", line=row.line)
    return says("refused", "row", line=row.line, address=row.url[:80])


def _name(url: str) -> str:
    path = url.split("?")[0].split("#")[0]
    return shown_name(unquote(PurePosixPath(path).name)) or "picture"


def _reader(url: str) -> Callable[[], bytes]:
    return lambda: fetched_picture(url)
