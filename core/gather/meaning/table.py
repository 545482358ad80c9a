"""A table as spreadsheets, programs and data sets save one: CSV, TSV, lists in text, JSON lines."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from core.gather.reading.zip_names import likeliest_encoding
from core.plain_text import typed

_MOST_ROWS = 200_000
_MARKS = ",;\t|"


@dataclass(frozen=True)
class Table:
    """A table as read: its columns by name, as many cells in each."""

    columns: dict[str, list[str]]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max(map(len, self.columns.values()), default=0)


def read_table(data: bytes, ending: str = "csv") -> Table | None:
    """The table in `data`; None where there is none. A table without a header has numbers for
    names."""
    text = _as_words(data)
    rows = _json_rows(text) if ending == "jsonl" or text.lstrip().startswith("{") else _rows(text)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    width = len(rows[0])
    even = [row for row in rows if len(row) == width]
    if 2 * len(even) < len(rows):
        return None
    return Table(dict(zip(_header(even), map(list, zip(*even, strict=True)), strict=True)))


def _header(rows: list[list[str]]) -> list[str]:
    """The names of the columns, taken off `rows`; numbers where the first row is data."""
    first, rest = rows[0], rows[1:]
    names = [cell.strip() for cell in first]
    endings = any("." in cell and len(cell.rsplit(".", 1)[-1]) in (3, 4) for cell in names)
    again = any(cell in {row[at] for row in rest} for at, cell in enumerate(first) if cell)
    if endings or again or len(set(names)) < len(names):
        return [str(at) for at in range(len(names))]
    del rows[0]
    return names


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    mark = max(_MARKS, key=first.count)
    if not first.count(mark):
        mark = " "
    found = []
    try:
        for row in _cells(text, mark):
            found.append(row)
            if len(found) > _MOST_ROWS:
                return []
    except csv.Error:
        return []
    return found


def _cells(text: str, mark: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark):
        if any(cell.strip() for cell in row):
            yield [*map(typed, row)]


def _json_rows(text: str) -> list[list[str]]:
    """The objects of a JSON-lines file as rows under the names of the first one."""
    rows: list[list[str]] = []
    names: list[str] = []
    for line in text.splitlines()[:_MOST_ROWS]:
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            return []
        if isinstance(row, dict):
            names = names or list(row)
            rows.append([str(row.get(name, "")) for name in names])
    return [names, *rows] if rows else []


def _as_words(data: bytes) -> str:
    """The text of a file that a spreadsheet or a program saved, in whichever encoding it did."""
    text = _decoded(data)
    return text.partition("\n")[2] if text[:4].lower() == "sep=" else text  # a line of Excel's own


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(likeliest_encoding(data.splitlines()), errors="replace")
