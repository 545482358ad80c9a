"""The way in for a saved project: pieces to disk, only for a ticket that a page showed."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.project.arriving import ARRIVALS, NotTaken, Piece
from ui.parts.address import base_path

MOST_A_PIECE = 8_000_000  # bytes of one request
_AT_ONCE = 1 << 19  # bytes that are written at a time
_PATH = "/bring"
_STATUS = {
    "unknown": 404,
    "out_of_step": 409,
    "too_large": 413,
    "workspace_full": 413,
    "no_room": 507,
    "not_kept": 507,
}


def bring_address(token: str) -> str:
    """Where a browser sends the pieces of the file for this ticket."""
    return f"{base_path()}{_PATH}/{token}"


async def bring(request: Request) -> Response:
    """PUT takes the piece from byte `at` of a file of `of` bytes, DELETE forgets all that came.

    The answer says how many bytes are there, or `why` a piece was not taken.
    """
    token = request.path_params["token"]
    try:
        if request.method == "DELETE":
            await run_in_threadpool(ARRIVALS.drop, token)
        else:
            at, size = _number(request, "at"), _number(request, "of")
            await _take(request, await run_in_threadpool(ARRIVALS.begin, token, at, size))
        return JSONResponse({"there": ARRIVALS.there(token)})
    except NotTaken as error:
        there = 0 if error.why == "unknown" else ARRIVALS.there(token)
        return JSONResponse({"why": error.why, "there": there}, _STATUS[error.why])
    except ClientDisconnect:
        return Response(status_code=400)


async def _take(request: Request, piece: Piece) -> None:
    """Write what comes as it comes: half a megabyte of it is in memory."""
    whole, come, waiting = False, 0, bytearray()
    try:
        async for data in request.stream():
            come += len(data)
            waiting += data
            if come > MOST_A_PIECE:
                raise NotTaken("too_large")
            if len(waiting) > _AT_ONCE:
                await run_in_threadpool(piece.write, bytes(waiting))
                waiting.clear()
        await run_in_threadpool(piece.write, bytes(waiting))
        whole = True
    finally:
        await run_in_threadpool(_closing(piece, whole))


def _closing(piece: Piece, whole: bool) -> Callable[[], None]:
    return lambda: piece.close(whole=whole)


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    if not text.isdecimal() or len(text) > 15:
        raise NotTaken("out_of_step")
    return int(text)


ARRIVING = (Route(f"{_PATH}/{{token}}", bring, methods=["PUT", "DELETE"]),)
