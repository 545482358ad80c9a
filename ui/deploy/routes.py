"""The addresses of published models below /m: a page for phones, and a web service behind it.

They know nothing of Streamlit: no session, no cookie, no workspace is read or set here. Every
answer that is no page is JSON, troubles too; a browser that opens an address without a model gets a
page.
"""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from core.deploy.phone import FILES, POLICY, phone_file, phone_page, trouble_page
from core.deploy.published.body import is_form, pictures_in
from core.deploy.published.desk import Desk, beside_the_pages
from core.deploy.published.openapi import openapi
from core.deploy.published.publication import Publication, publication, publishing_is_on
from core.deploy.published.table import note_measured
from core.deploy.published.trouble import Trouble
from core.deploy.published.verdict import Verdict, verdict
from core.gather.reading.refusal import Refused
from core.production.predictor import ModelUnavailable, load_predictor
from core.project.limits import limits
from core.vision.judge import Strangeness
from core.words import file_size
from ui.deploy.web_answers import METHODS, answered, whole_body

ID = "[A-Za-z0-9_-]{22}"
MEASURED_BYTES = 200
MOST_MILLISECONDS = 600_000
DESK = Desk()
_ASKED_BY_OTHERS = re.compile(rf"/m/{ID}/predict")


def is_open_to_others(scope: Scope, base: str) -> bool:
    """Whether pages of other addresses may send this request: a POST to `predict`, nothing else."""
    path = str(scope.get("path", "")).removeprefix(base)
    return scope.get("method") == "POST" and _ASKED_BY_OTHERS.fullmatch(path) is not None


@answered("POST", shared=True)
async def predict(request: Request) -> Response:
    """The answer about one picture, or about each of several."""
    public_id = _public_id(request)
    DESK.may_ask(_address(request), public_id)
    with DESK.at_work() as place:
        body = await whole_body(request, limits().file_bytes, place.take)
        pictures = await _pictures(request.headers.get("content-type", ""), body)
        if len(pictures) > 1:
            DESK.may_ask(_address(request), public_id, len(pictures) - 1)
        said = [await beside_the_pages(partial(_judged, public_id, *one)) for one in pictures]
    return JSONResponse(said[0] if len(said) == 1 else {"answers": said})


async def _pictures(kind: str, body: bytes) -> list[tuple[str, bytes]]:
    if is_form(kind):
        return await beside_the_pages(partial(pictures_in, kind, body))
    return pictures_in(kind, body)


def _judged(public_id: str, name: str, data: bytes) -> dict[str, Any]:
    """All that one picture takes, in one go: each change of threads waits for pages at work."""
    published = _published(public_id)
    if len(data) > limits().file_bytes:
        raise Trouble("too_large", most=file_size(limits().file_bytes))
    try:
        return _as_json(verdict(published, data, name))
    except Refused as refused:
        raise Trouble("unusable_picture", why=str(refused)) from refused
    except ModelUnavailable as error:
        raise Trouble("no_model") from error


def _as_json(said: Verdict) -> dict[str, Any]:
    action = {"action": said.action} if said.action else {}
    figures = {"probabilities": said.probs, "milliseconds": round(said.milliseconds, 1)}
    return {"class": said.label, **action, **figures, **_novelty(said.novelty)}


def _novelty(found: Strangeness | None) -> dict[str, Any]:
    if found is None:
        return {}
    novelty = {"distance": round(found.distance, 4), "line": round(found.line, 4)}
    return {"novelty": {**novelty, "strange": found.strange}}


@answered("GET", "HEAD")
async def page(request: Request) -> Response:
    """The page for phones; a browser gets a page where there is no model, too."""
    try:
        html, status = await _described(request, partial(phone_page, tells=True)), 200
    except Trouble as trouble:
        if trouble.wait or "text/html" not in request.headers.get("accept", ""):
            raise
        html, status = trouble_page(trouble.sentence), trouble.status
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY})


@answered("GET", "HEAD")
async def description(request: Request) -> Response:
    """openapi.json."""
    return JSONResponse(await _described(request, openapi))


async def _described(request: Request, describe: Callable[[str, list[str], int], Any]) -> Any:
    """What `describe(name, classes, most bytes)` gives for a published model."""
    public_id = _public_id(request)
    DESK.may_ask(_address(request), public_id)
    name, classes = await asyncio.to_thread(_names, public_id)
    return describe(name, classes, limits().file_bytes)


def _names(public_id: str) -> tuple[str, list[str]]:
    """The project's name and its classes."""
    published = _published(public_id)
    try:
        return published.project.name, load_predictor(published.project, published.run.id).vocab
    except ModelUnavailable as error:
        raise Trouble("no_model") from error


@answered("GET", "HEAD")
async def part_of_page(request: Request) -> Response:
    """The script and the style of the page; the same for every model."""
    name = request.path_params["file"]
    if name not in FILES:
        raise Trouble("not_published")
    return Response(phone_file(name), media_type=FILES[name])


@answered("POST")
async def measured(request: Request) -> Response:
    """Keep how fast an answer was on a visitor's device: two numbers, sent when they say so."""
    public_id = _public_id(request)
    DESK.may_ask(_address(request), public_id)
    figures = _figures(await whole_body(request, MEASURED_BYTES))
    await asyncio.to_thread(_keep, public_id, *figures)
    return Response(status_code=204)


def _keep(public_id: str, milliseconds: float, size: int) -> None:
    note_measured(_published(public_id).id, milliseconds, size)


def _figures(body: bytes) -> tuple[float, int]:
    try:
        told = json.loads(body)
        milliseconds, size = told["milliseconds"], told["bytes"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Trouble("no_figures") from error
    if type(milliseconds) not in (int, float) or type(size) is not int:
        raise Trouble("no_figures")
    if not (0 < milliseconds <= MOST_MILLISECONDS and 0 < size <= limits().file_bytes):
        raise Trouble("no_figures")
    return float(milliseconds), size


@answered("GET", "HEAD")
async def without_slash(request: Request) -> Response:
    """The page's address ends with a slash: what stands on it is asked for beside it."""
    return RedirectResponse(f"{_public_id(request)}/", status_code=308)


@answered("GET", "HEAD")
async def nothing(request: Request) -> Response:
    """Whatever else is asked for below /m."""
    raise Trouble("not_published")


def _public_id(request: Request) -> str:
    found = str(request.path_params["id"])
    if not publishing_is_on() or not re.fullmatch(ID, found):
        raise Trouble("not_published")
    return found


def _address(request: Request) -> str:
    """Where a request comes from; the server itself reads it off a proxy on this machine."""
    return request.client.host if request.client else ""


def _published(public_id: str) -> Publication:
    found = publication(public_id)
    if found is None:
        raise Trouble("not_published")
    return found


def _routes() -> Iterator[Route]:
    endpoints = {
        "/m/{id}": without_slash,
        "/m/{id}/": page,
        "/m/{id}/predict": predict,
        "/m/{id}/measured": measured,
        "/m/{id}/openapi.json": description,
        "/m/{id}/{file}": part_of_page,
        "/m/{rest:path}": nothing,
    }
    for path, endpoint in endpoints.items():
        yield Route(path, endpoint, methods=METHODS)


PUBLISHED = tuple(_routes())
