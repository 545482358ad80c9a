"""Downloads that go out piece by piece: Streamlit's own button holds the whole file in memory.

A page gets a ticket, an address that nobody can guess; `STREAMS` is the server's route that takes
it (streamlit_app.py). A ticket is good for an hour after a page last showed it.
"""

import secrets
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from ui.parts.base_path import base_path

GOOD_FOR_S = 3_600
_PATH = "/take"


@dataclass
class _Ticket:
    about: Hashable
    parts: Callable[[], Iterable[bytes]]
    file: str
    shown: float


_tickets: dict[str, _Ticket] = {}
_lock = threading.Lock()


def ticket(about: Hashable, parts: Callable[[], Iterable[bytes]], file: str) -> str:
    """The address, below this server's own, of what `parts()` gives as a file of that name.

    What is `about` the same thing keeps its address.
    """
    now = time.monotonic()
    with _lock:
        for token in [t for t, one in _tickets.items() if now - one.shown > GOOD_FOR_S]:
            del _tickets[token]
        known = (token for token, one in _tickets.items() if one.about == about)
        token = next(known, "") or secrets.token_urlsafe(16)
        _tickets[token] = _Ticket(about, parts, file, now)
    return f"{base_path()}{_PATH}/{token}"


def _taken(request: Request) -> Response:
    with _lock:
        found = _tickets.get(request.path_params["token"])
    if found is None or time.monotonic() - found.shown > GOOD_FOR_S:
        return PlainTextResponse("This download is no longer here. Reload the page.", 404)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file)}",
        "Cache-Control": "no-store",
    }
    return StreamingResponse(found.parts(), media_type="application/zip", headers=headers)


STREAMS = (Route(f"{_PATH}/{{token}}", _taken),)
