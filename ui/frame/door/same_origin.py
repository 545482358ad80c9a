"""Only pages of this server may open a session or change something: Origin and Host must agree."""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from core.content import says
from ui.deploy.routes import is_open_to_others
from ui.parts.address import base_path

LOG = logging.getLogger(__name__)
CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")
_PORTS = {"http": 80, "https": 443}
_POLICY_VIOLATION = 1008

Address = tuple[str, int]


class SameOrigin:
    """Refuses websockets, and requests that change something, from pages of another address; only
    published models may be asked by anybody.

    Cookies know no ports: without this any page on another port of the same computer could open
    a session with a learner's cookie. Streamlit's own check comes too late: it asks another host
    for this machine's address when it does not know an Origin, and all sessions wait meanwhile.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through as Streamlit takes it for one of its own, or answer 403."""
        free = scope["type"] == "lifespan" or scope.get("method") in CHANGES_NOTHING
        if free or is_open_to_others(scope, base_path()):
            await self._app(scope, receive, send)
        elif is_our_own(headers := Headers(scope=scope)):
            await self._app(_as_asked_for(scope, headers.get("origin")), receive, send)
        else:
            LOG.warning("Refused a request from %.200r", headers.get("origin"))
            await _refuse(scope, receive, send)


def is_our_own(headers: Headers) -> bool:
    """Whether a request comes from a page of this server, or from no page at all.

    Behind a proxy the browser's address stands in X-Forwarded-Host, which no page can set for
    another one. A host that hides both names its addresses in Streamlit's own settings
    (`server.corsAllowedOrigins`, `browser.serverAddress`, or `server.enableCORS = false`).
    """
    origin = headers.get("origin")
    if origin is None or not config.get_option("server.enableCORS"):
        return True
    asking = address_of(origin)
    if asking is None:
        return False
    scheme = urlsplit(origin).scheme
    forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
    ours = [f"{scheme}://{host}" for host in (headers.get("host"), forwarded) if host]
    ours += config.get_option("server.corsAllowedOrigins")
    return asking in map(address_of, ours) or _is_public_name(asking[0])


def address_of(origin: str) -> Address | None:
    """Host and port of `https://host[:port]`; None for anything else ("null", broken ones)."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None or parts.path.strip("/") or parts.username is not None:
        return None
    return parts.hostname.rstrip("."), port


def _is_public_name(host: str) -> bool:
    """Whether the person who runs the server named this host as its address for browsers."""
    named = config.is_manually_set("browser.serverAddress")
    name = str(config.get_option("browser.serverAddress")).lower()
    return named and host == name and name not in ("localhost", "127.0.0.1", "0.0.0.0")


def _as_asked_for(scope: Scope, origin: str | None) -> Scope:
    """The request with the Host that the browser wrote: Streamlit compares the two as text."""
    if origin is None or not config.get_option("server.enableCORS"):
        return scope
    others = [pair for pair in scope["headers"] if pair[0] != b"host"]
    host = urlsplit(origin).netloc.encode("latin-1")
    return {**scope, "headers": [(b"host", host), *others]}


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
    else:
        answer = PlainTextResponse(says("frame", "page_belongs_another"), status_code=403)
        await answer(scope, receive, send)
