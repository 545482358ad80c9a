"""How published models answer: troubles as JSON, nothing kept by browsers, bodies within bounds."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from core.deploy.published.body import is_form
from core.deploy.published.trouble import Trouble
from core.words import file_size

LOG = logging.getLogger(__name__)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
ARRIVES_WITHIN_S = 30.0
FORM_BYTES = 16_000  # what a form may take around its files
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",
}
NOT_KEPT = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

Endpoint = Callable[[Request], Awaitable[Response]]


def answered(*methods: str, shared: bool = False) -> Callable[[Endpoint], Endpoint]:
    """An endpoint whose troubles become JSON; `shared` ones answer pages of other hosts, too."""

    def wrap(endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        async def answer(request: Request) -> Response:
            if shared and request.method == "OPTIONS":
                return Response(status_code=204, headers={**OPEN, **PREFLIGHT})
            found = await _answer(endpoint, request, methods)
            found.headers.update(NOT_KEPT | (OPEN if shared else {}))
            return found

        return answer

    return wrap


async def _answer(endpoint: Endpoint, request: Request, methods: tuple[str, ...]) -> Response:
    try:
        if request.method not in methods:
            raise Trouble("wrong_method", allowed=methods[0])
        return await endpoint(request)
    except Trouble as trouble:
        return _told(trouble, methods)
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception:
        LOG.exception("A published model could not answer")
        return _told(Trouble("broke"), methods)


def _told(trouble: Trouble, methods: tuple[str, ...]) -> Response:
    headers = {"Retry-After": str(trouble.wait)} if trouble.wait else {}
    if trouble.status == 405:
        headers["Allow"] = ", ".join(methods)
    return JSONResponse(trouble.as_json(), trouble.status, headers)


async def whole_body(
    request: Request, most: int, count: Callable[[int], None] = lambda size: None
) -> bytes:
    """All of the body, where each part is passed to `count(size)` as it comes.

    Raises Trouble when it is larger than `most` bytes (a form may take a little more for what is
    around its files), or comes too slowly, and whatever `count` raises.
    """
    try:
        async with asyncio.timeout(ARRIVES_WITHIN_S):
            return b"".join([part async for part in _counted(request, most, count)])
    except TimeoutError as error:
        raise Trouble("too_slow") from error


async def _counted(
    request: Request, most: int, count: Callable[[int], None]
) -> AsyncIterator[bytes]:
    too_large = Trouble("too_large", most=file_size(most))
    fits = most + (FORM_BYTES if is_form(request.headers.get("content-type", "")) else 0)
    declared, come = request.headers.get("content-length", "0"), 0
    if declared.isdecimal() and int(declared) > fits:
        raise too_large
    async for part in request.stream():
        come += len(part)
        if come > fits:
            raise too_large
        count(len(part))
        yield part
