"""Two small ways in for a class: a screen asks for news, a teacher's browser keeps the key."""

import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from core.classroom.learners import news_for
from core.classroom.pulses import PULSES
from core.project.workspace import is_key
from ui.classroom.strip.strip import PULSE
from ui.classroom.teacher import COOKIE, KEEP
from ui.frame.door.memory import is_https
from ui.parts.address import base_path

MOST_BYTES = 512
A_TERM_S = 10_368_000  # 120 days, as long as a class may last


class ScreensOfClasses:
    """Answers the pulses of learners' screens before anything else looks at them: sixty screens ask
    forty times a second, and what stands behind this door costs more than the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a pulse, pass on everything else."""
        if _is_pulse(scope):
            answer = await pulse(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_pulse(scope: Scope) -> bool:
    asked = scope["type"] == "http" and scope["path"].endswith(PULSE)
    return bool(asked and scope["method"] == "POST" and scope["path"] == base_path() + PULSE)


async def pulse(request: Request) -> Response:
    """Answer the number of the last news of a learner's class, and this server's clock (seconds
    since 1970); 404 for a pulse that nobody has. The body's second line says whether somebody is at
    the screen."""
    body = await _body(request)
    if body is None:
        return Response(status_code=413)
    who, _, active = body.partition("\n")
    if not PULSES.is_fresh():
        await run_in_threadpool(PULSES.look)
    news = PULSES.news(who, active == "1")
    if news is None:  # somebody who joined since the last look, or nobody
        found = await run_in_threadpool(news_for, who, active == "1")
        if found is None:
            return Response(status_code=404)
        news = found["news"]
    return JSONResponse({"news": news, "now": time.time()}, headers={"Cache-Control": "no-store"})


async def keep_key(request: Request) -> Response:
    """Have the browser keep a teacher's key in a cookie that no script reads; an empty body, or
    what is no key, has it forget."""
    body = await _body(request)
    if body is None:
        return Response(status_code=413)
    answer = Response(status_code=204)
    if is_key(body):
        answer.set_cookie(
            COOKIE,
            body,
            max_age=A_TERM_S,
            httponly=True,
            samesite="strict",
            secure=is_https(request),
        )
    else:
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=is_https(request))
    return answer


async def _body(request: Request) -> str | None:
    """What was sent; None where it is too long, or says no length."""
    if int(request.headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
        return None
    return (await request.body()).decode("utf-8", "replace").strip()


CLASS_ROUTES = (Route(KEEP, keep_key, methods=["POST"]),)
