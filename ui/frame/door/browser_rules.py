"""What a browser is told with every answer: guess no types, no frames, fetch from here alone."""

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

FRAMED_BY = "DRIVETRAIN_FRAMED_BY"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
_MEDIA = "/media/"
# What pages save under /media is for showing and downloading. Opened on its own it may do nothing.
_MEDIA_RULES = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
}


class BrowserRules:
    """Adds the security headers to every answer, a content policy to pages and media (pages for
    phones bring a stricter one of their own)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and write the headers when the answer begins."""

        async def with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope)
            await send(message)

        await self._app(scope, receive, with_rules if scope["type"] == "http" else send)


def _add(answer: MutableHeaders, scope: Scope) -> None:
    for name, value in ALWAYS.items():
        answer.setdefault(name, value)
    if _MEDIA in scope["path"]:
        answer["Content-Security-Policy"] = _MEDIA_RULES
    elif answer.get("content-type", "").startswith("text/html"):
        answer.setdefault("Content-Security-Policy", page_rules(Headers(scope=scope)))
        if not _framed_by():
            answer["X-Frame-Options"] = "SAMEORIGIN"


def page_rules(request: Headers) -> str:
    """The content policy of a page: everything from this server, nothing from any other host.

    `blob:` and inline styles are how Streamlit loads components and paints; older Safaris do not
    count this server's websocket as 'self', so it is named.
    """
    names = (request.get("host", ""), request.get("x-forwarded-host", ""))
    hosts = dict.fromkeys(name for name in names if _HOST.fullmatch(name))
    sockets = " ".join(f"ws://{host} wss://{host}" for host in hosts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {' '.join(_inline_scripts())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            f"connect-src 'self' data: blob: {sockets}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors 'self' {_framed_by()}".strip(),
        )
    )


def _framed_by() -> str:
    """Other sites that may show this one in a frame, as a learning platform does; "" for none."""
    return " ".join(re.findall(r"https?://[A-Za-z0-9.*:-]+", os.environ.get(FRAMED_BY, "")))


@lru_cache(maxsize=1)
def _inline_scripts() -> tuple[str, ...]:
    """The hashes of the scripts that stand in Streamlit's own page; any other one is refused."""
    page = Path(file_util.get_static_dir()) / "index.html"
    return tuple(_hashes(_INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))))


def _hashes(scripts: Iterable[str]) -> Iterable[str]:
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        yield f"'sha256-{digest}'"
