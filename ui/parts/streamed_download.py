"""Downloads that go out piece by piece: Streamlit's own button holds the whole file in memory.

A page gets a ticket, an address that nobody can guess; `STREAMS` is the server's route that takes
it (streamlit_app.py). A ticket is good for an hour after a page last showed it. What is sent is
made when the ticket is used; a download that breaks off leaves nothing behind.
"""

import asyncio
import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote

import anyio
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from core.content import says
from core.project.archive.saving import CannotBeSaved
from core.project.archive.streamed_zip import Download
from ui.parts.address import base_path

LOG = logging.getLogger(__name__)
GOOD_FOR_S = 3_600
STALLED_S = 900  # a browser that takes nothing for so long is gone
_PATH = "/take"
_GONE = says("parts", "download_no_longer")
_UNREADABLE = says("parts", "file_cannot_made")

Make = Callable[[], Download]


@dataclass
class _Ticket:
    about: Hashable
    make: Make
    file: str
    shown: float


_tickets: dict[str, _Ticket] = {}
_lock = threading.Lock()


def streamed_download(
    label: str, about: Hashable, make: Make, file: str, *, key: str, **look: Any
) -> None:
    """A button that looks as all downloads do, for what `make()` gives as a file of that name."""
    look = {"icon": ":material/download:", **look}
    st.link_button(label, ticket((key, about), make, file), key=key, **look)


def ticket(about: Hashable, make: Make, file: str) -> str:
    """The address, on this server, of what `make()` gives as a file of that name.

    What is `about` the same thing keeps its address.
    """
    now = time.monotonic()
    with _lock:
        for token in [t for t, one in _tickets.items() if now - one.shown > GOOD_FOR_S]:
            del _tickets[token]
        known = (token for token, one in _tickets.items() if one.about == about)
        token = next(known, "") or secrets.token_urlsafe(16)
        _tickets[token] = _Ticket(about, make, file, now)
    return f"{base_path()}{_PATH}/{token}"


def _taken(request: Request) -> Response:
    with _lock:
        found = _tickets.get(request.path_params["token"])
    if found is None or time.monotonic() - found.shown > GOOD_FOR_S:
        return PlainTextResponse(_GONE, 404)
    try:
        download = found.make()
    except CannotBeSaved as reason:
        return PlainTextResponse(str(reason), 413)
    except (OSError, KeyError, ValueError, sqlite3.Error) as error:  # files missing or damaged
        LOG.exception("A download could not be made", exc_info=error)
        return PlainTextResponse(_UNREADABLE, 503)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file)}",
        "Cache-Control": "no-store",
    }
    if download.length is not None:
        headers["Content-Length"] = str(download.length)
    kind = guess_type(found.file)[0] or "application/octet-stream"
    if request.method == "HEAD":
        with closing(download):
            return Response(headers=headers, media_type=kind)
    return _Streamed(download, headers, kind)


class _Streamed(StreamingResponse):
    """Ends the download however it ends: sent, broken off, or never begun."""

    def __init__(self, download: Download, headers: dict[str, str], kind: str) -> None:
        super().__init__(download.pieces, headers=headers, media_type=kind)
        self._download = download

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def patiently(message: Message) -> None:
            async with asyncio.timeout(STALLED_S):
                await send(message)

        try:
            await super().__call__(scope, receive, patiently)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._download.close)


STREAMS = (Route(f"{_PATH}/{{token}}", _taken),)
