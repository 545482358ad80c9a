"""Where every picture is from, as a page that travels with the project: ATTRIBUTION.md.

What is known of a picture is noted on arrival (`Incoming.provenance`) under the keys below. What
is not known is said to be not known: an upload's licence is its owner's business.
"""

import json
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.plain_text import escaped

# The keys of a picture's provenance; each is optional, and every value is text.
URL = "url"  # of the picture itself
PAGE = "page"  # that shows it, with its licence
TITLE, CREATOR = "title", "creator"
LICENCE, LICENCE_URL = "licence", "licence_url"
PROVIDER = "provider"  # the search service that found it
QUERY, DATE = "query", "date"  # what was searched for, and when (YYYY-MM-DD)

NOT_KNOWN = "not known"
NO_LABEL = "(no label)"
_CAME_AS = {
    "files": "a file you brought",
    "folder": "a folder you brought",
    "zip": "a ZIP you brought",
    "webcam": "your webcam",
    "paste": "a picture you pasted",
    "phone": "your phone",
    "classmate": "a classmate's phone",
    "class": "a learner of the class",
    "starter": "a starter set",
    "url": "the web",
    "search": "the web",
}
_HEAD = """# Where the pictures of “{name}” are from

Written by Drivetrain Lab when the project was saved. “{unknown}” means just that: nobody told the
app, which is not the same as free to use. Ask the creator before you publish such a picture.
"""
_COLUMNS = ("Picture", "Came as", "Creator", "Licence", "Link", "Searched for", "On")


@dataclass(frozen=True)
class Arrived:
    """How one picture of the project came, and what was noted of it on arrival."""

    image_id: str
    label: str
    name: str
    source: str
    added: float
    known: Mapping[str, str]
    held_back: str = ""  # the set it is in


def attribution_lines(connection: sqlite3.Connection) -> Iterator[bytes]:
    """Markdown with a table for each class: every picture, whose it is, and under which licence."""
    name = connection.execute("SELECT value FROM meta WHERE key = 'name'").fetchone()[0]
    yield _HEAD.format(name=_text(name), unknown=NOT_KNOWN).encode()
    heading = None
    for origin in arrived(connection, "2, picture.seq"):
        if origin.label != heading:
            heading = origin.label
            title = f"\n## {_text(heading or NO_LABEL)}\n\n"
            yield f"{title}{_row(_COLUMNS)}{_row(['---'] * len(_COLUMNS))}".encode()
        yield _row(_cells(origin)).encode()


def arrived(connection: sqlite3.Connection, order: str = "picture.seq") -> Iterator[Arrived]:
    """Every picture of the project, in the order of arrival; one without a label has ""."""
    rows = connection.execute(
        "SELECT picture.id, COALESCE(image.label, held_back.label, '') AS label, picture.name,"
        " source, added, provenance, COALESCE(held_back.name, '') FROM picture"
        " LEFT JOIN image ON image.id = picture.id"
        " LEFT JOIN unlabelled ON unlabelled.id = picture.id"
        " LEFT JOIN held_back ON held_back.id = picture.id"
        " WHERE COALESCE(image.id, unlabelled.id, held_back.id) IS NOT NULL"
        f" ORDER BY {order}"
    )
    for image_id, label, name, source, added, provenance, held_back in rows:
        yield Arrived(image_id, label, name, source, added, json.loads(provenance), held_back)


def _cells(origin: Arrived) -> list[str]:
    known = origin.known
    creator = known.get(CREATOR) or known.get("author") or NOT_KNOWN
    licence = _linked(known.get(LICENCE) or NOT_KNOWN, known.get(LICENCE_URL, ""))
    address = known.get(PAGE) or known.get(URL, "")
    link = _linked(known.get(TITLE) or address, address) if address else NOT_KNOWN
    day = known.get(DATE) or time.strftime("%Y-%m-%d", time.gmtime(origin.added))
    came = known.get(PROVIDER) or _CAME_AS.get(origin.source, origin.source)
    query = known.get(QUERY) or "–"
    return [*map(_text, (origin.name, came, creator)), licence, link, *map(_text, (query, day))]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _linked(text: str, address: str) -> str:
    """`text` as a link where `address` is one of the web; no other scheme becomes a link."""
    if not re.fullmatch(r"https?://[^\s<>()|\"'`\\]+", address):
        return _text(text)
    return f"[{_text(text)}]({address})"


def _text(value: str) -> str:
    """`value` as plain text in a table; a dash where there is none."""
    return escaped(str(value)) or "–"
