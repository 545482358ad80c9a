"""How the server stands, for machines that watch it: /healthz as JSON, /metrics for Prometheus.

Both are there only where DRIVETRAIN_ADMIN is set, and for who sends it: as a bearer token, or as
the password that a browser asks for.
"""

import asyncio
import base64
import binascii
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from core.jobs.health import Health, admin_is_set, as_metrics, is_admin
from core.project.home_rates import HomeRates
from core.project.rates import person
from ui.parts.health_panel import health_now

GUESSES_A_MINUTE = 20
METRICS = "text/plain; version=0.0.4"
NOT_KEPT = {"Cache-Control": "no-store"}
_GUESSES = HomeRates("admin key")


def healthz(request: Request, now: Health) -> Response:
    """200 and the figures; 503 where nothing new can be kept."""
    return JSONResponse(now.as_json(), 200 if now.is_well else 503)


def metrics(request: Request, now: Health) -> Response:
    """The same for Prometheus."""
    return PlainTextResponse(as_metrics(now), media_type=METRICS)


def _for_the_admin(answer: Callable[[Request, Health], Response]) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        refused = await asyncio.to_thread(_refused, request)
        response = refused or answer(request, await asyncio.to_thread(health_now))
        response.headers.update(NOT_KEPT)
        return response

    return endpoint


def _refused(request: Request) -> Response | None:
    """Why the key is not taken; None where it is right."""
    if not admin_is_set():
        return Response(status_code=404)
    key = _key(request.headers.get("authorization", ""))
    if key and is_admin(key):
        return None
    address = person(request.client.host if request.client else "")
    if key and (wait := _GUESSES.wait(address, 1, GUESSES_A_MINUTE)):
        return Response(status_code=429, headers={"Retry-After": str(wait)})
    return Response(status_code=401, headers={"WWW-Authenticate": 'Basic realm="admin key"'})


def _key(authorization: str) -> str:
    """The key in a header; "" where there is none."""
    kind, _, said = authorization.partition(" ")
    if kind.lower() == "bearer":
        return said.strip()
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


HEALTH = (
    Route("/healthz", _for_the_admin(healthz), methods=["GET"]),
    Route("/metrics", _for_the_admin(metrics), methods=["GET"]),
)
