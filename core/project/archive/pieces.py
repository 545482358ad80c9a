"""project.json a piece at a time: never more of it is in memory, or parsed at once, than one row.

Python's `json.loads` takes thirty times the size of a text in memory and answers no click until it
has ended. Here a row is at most `MAX_PIECE` characters, and the clicks of others come in between.
"""

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any, NoReturn

MAX_PIECE = 1_000_000  # characters of one value, or of one row
_READ = 1 << 16
_SPACE = " \t\r\n"


def fields_and_rows(stream: IO[bytes], tables: str) -> Iterator[tuple[str, str, Any]]:
    """Yield ("", name, value) for each field of the one JSON object in `stream`, but (table, "",
    row) for each row of each list in its field `tables`. Raises ValueError or RecursionError for
    what is no such JSON, or is too long."""
    pieces = _Pieces(stream)
    for name in pieces.names():
        if name != tables:
            yield "", name, pieces.value()
            continue
        for table in pieces.names():
            yield from ((table, "", row) for row in pieces.items())
    pieces.end()


class _Pieces:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._ended = stream, False
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._text, self._at = "", 0
        self._scan = json.JSONDecoder(parse_constant=_refused).raw_decode

    def names(self) -> Iterator[str]:
        """The names in an object; the caller takes the value of each."""
        for name in self._between("{", "}", self.value):
            if not isinstance(name, str):
                raise ValueError("a name is no text")
            self._take(":")
            yield name

    def items(self) -> Iterator[Any]:
        """The values in a list."""
        yield from self._between("[", "]", self.value)

    def _between(self, first: str, last: str, item: Any) -> Iterator[Any]:
        self._take(first)
        if self._next() == last:
            return self._take(last)
        while True:
            yield item()
            if self._next() == last:
                return self._take(last)
            self._take(",")

    def value(self) -> Any:
        """The next value, whole."""
        self._next()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            except json.JSONDecodeError:
                if self._ended:
                    raise
            if len(self._text) - self._at > MAX_PIECE:
                raise ValueError("a value is too long")
            self._read()

    def end(self) -> None:
        """Raises ValueError where anything follows."""
        if self._next():
            raise ValueError("something follows the end")

    def _take(self, sign: str) -> None:
        if self._next() != sign:
            raise ValueError(f"no {sign}")
        self._at += 1

    def _next(self) -> str:
        """The sign that comes next, "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._read()

    def _read(self) -> None:
        data = self._stream.read(_READ)
        self._ended = not data
        self._text = self._text[self._at :] + self._decode(data, self._ended)
        self._at = 0


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"no number: {constant}")
