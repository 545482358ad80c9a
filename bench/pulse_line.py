"""A screen's small requests over one connection that stays open, as a browser sends them.

It is part of no measurement, but shares the processor with it: a request costs it a tenth of what
one by httpx does.
"""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

_STATUS, _LENGTH = 1, b"content-length:"


@dataclass
class PulseLine:
    """A connection to the server at `url`; `ask` opens it again where the server closed it."""

    url: str
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, body: str) -> tuple[int, bytes]:
        """POST a body; the status and the content of the answer. Raises OSError where none came."""
        for is_last in (False, True):
            try:
                return await self._asked(path, body.encode())
            except (OSError, asyncio.IncompleteReadError) as error:
                self.close()
                if is_last:
                    raise OSError("no answer") from error
        raise AssertionError

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line[1].close()
        self._line = None

    async def _asked(self, path: str, body: bytes) -> tuple[int, bytes]:
        place = urlsplit(self.url)
        if self._line is None:
            self._line = await asyncio.open_connection(place.hostname, place.port)
        reader, writer = self._line
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        [length] = [int(line[len(_LENGTH) :]) for line in lines if line.startswith(_LENGTH)]
        return int(lines[0].split()[_STATUS]), await reader.readexactly(length)
