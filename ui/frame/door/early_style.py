"""The app's style sheets stand in the page itself: it looks right from the first moment.

Streamlit brings what `st.html` says only once its own scripts are loaded. In a browser that does
not have them yet, a page had a large title for as long as that took, and then jumped.
"""

from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHEETS = ("frame.css", "contrast.css")
_AS_THE_DEVICE = "@media (prefers-color-scheme: dark) { :root { color-scheme: dark; } }"
_ROOT, _HEAD_ENDS = b'id="root"', b"</head>"
_UNPLAIN = (b"accept-encoding", b"if-none-match", b"if-modified-since")  # for a whole page


class EarlyStyle:
    """Puts the style sheets into the head of Streamlit's page; everything else goes on as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; an answer in HTML to who opens a page is kept until it is whole."""
        if not _opens_a_page(scope):
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in _UNPLAIN]
        await self._app({**scope, "headers": plain}, receive, _styling(send))


def _styling(send: Send) -> Send:
    begun: list[Message] = []
    body = bytearray()

    async def styling(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            begun.append(message)
        elif not begun:
            await send(message)
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await _send_whole(begun[0], styled(bytes(body)), send)

    return styling


def styled(page: bytes) -> bytes:
    """The page with our sheets at the end of its head; any other page than Streamlit's as it is."""
    if _ROOT not in page or _HEAD_ENDS not in page:
        return page
    return page.replace(_HEAD_ENDS, _style() + _HEAD_ENDS, 1)


async def _send_whole(begin: Message, body: bytes, send: Send) -> None:
    answer = MutableHeaders(scope=begin)
    answer["content-length"] = str(len(body))
    await send(begin)
    await send({"type": "http.response.body", "body": body})


def _is_html(begin: Message) -> bool:
    return Headers(raw=begin["headers"]).get("content-type", "").startswith("text/html")


def _opens_a_page(scope: Scope) -> bool:
    """Whether a browser asks for something to show in a window; files of a page are not that."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


@cache
def _style() -> bytes:
    folder = Path(__file__).parent.parent
    sheets = "\n".join((folder / name).read_text("utf-8") for name in SHEETS)
    return f"<style>{_AS_THE_DEVICE}\n{sheets}</style>".encode()
