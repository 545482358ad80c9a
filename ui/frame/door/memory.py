"""The browser's memory of whose work is whose: a cookie that only the server sets and reads."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.session import COOKIE, EVERYTHING, MOST_REMEMBERED, Memory

A_YEAR_S = 31_536_000
MOST_BYTES = 4_096


async def remember(request: Request) -> Response:
    """Set the cookie for the keys that a page of this session has open.

    The body's first line is the memory of that page, its second the keys to forget. What other
    tabs remembered meanwhile stays: nothing is overwritten that nobody asked to forget.
    """
    if int(request.headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
        return Response(status_code=413)
    said, _, gone = (await request.body()).decode("utf-8", "replace").partition("\n")
    told, forgotten = Memory.read(said), gone.split(".")
    before = () if EVERYTHING in forgotten else Memory.read(request.cookies.get(COOKIE, "")).keys
    kept = (key for key in before if key not in forgotten)
    keys = tuple(dict.fromkeys((*told.keys, *kept)))[:MOST_REMEMBERED]
    answer = Response(status_code=204)
    answer.set_cookie(
        COOKIE,
        Memory(keys, told.not_begun).written(),
        max_age=A_YEAR_S,
        httponly=True,
        samesite="strict",
        secure=is_https(request),
    )
    return answer


def is_https(request: Request) -> bool:
    """Whether the browser came over HTTPS, to us or to the proxy before us."""
    forwarded = request.headers.get("x-forwarded-proto", "").split(",")[0].strip()
    return (forwarded or request.url.scheme) == "https"


ROUTES = (Route("/remember", remember, methods=["POST"]),)
