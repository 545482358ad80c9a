"""The addresses of phones that are a project's camera, below /c: a page, and where photos go.

They know nothing of Streamlit: no session is read and no cookie is set here, and nothing of a
project is told but its name and its classes. What the browser remembers is read for one thing: the
nickname of a classmate who sends a photo.
"""

import asyncio
import re
from collections.abc import Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner, learner_at
from core.content import lesson_text
from core.deploy.published.desk import Desk, beside_the_pages
from core.gather.phone.links import NoSuchLink, PhoneLink, link_of_id
from core.gather.phone.page import FILES, POLICY, camera_file, camera_page, ended_page
from core.gather.phone.photo import TooFast, take_photo
from core.gather.reading.refusal import Refused
from core.project.limits import limits
from core.project.workspace import Workspace, WorkspaceNotFound
from ui.deploy.web_answers import METHODS, answered, whole_body
from ui.session import COOKIE, Memory

TEXT = lesson_text("phone_camera")
CAMERA = "/c"
DESK = Desk()
_ID = "[A-Za-z0-9_-]{22}"
_HTML = {"Content-Security-Policy": POLICY}


@answered("GET", "HEAD")
async def page(request: Request) -> Response:
    """The page; one that says so where the link has ended."""
    try:
        html = await asyncio.to_thread(_drawn, _id(request))
    except NoSuchLink:
        return HTMLResponse(ended_page(), 404, headers=_HTML)
    return HTMLResponse(html, headers=_HTML)


def _drawn(link_id: str) -> str:
    link = link_of_id(link_id)
    own = link.whose == "mine"
    return camera_page(link.project.name, own, _no_people(link), limits().file_bytes)


def _no_people(link: PhoneLink) -> bool:
    """Whether the teacher of the learner's class asks for no pictures of people."""
    found = learner_at(link.project.path.parents[1])
    return found is not None and found[1].lead.no_people


@answered("GET")
async def now(request: Request) -> Response:
    """The classes there are."""
    try:
        link = await asyncio.to_thread(link_of_id, _id(request))
        return JSONResponse({"classes": list(link.project.dataset.classes())})
    except NoSuchLink:
        return _ended()


@answered("POST")
async def add(request: Request) -> Response:
    """What became of one photo: the body as it is, its class in the address."""
    link_id, label = _id(request), request.query_params.get("label", "")
    keys = Memory.read(request.cookies.get(COOKIE, "")).keys
    with DESK.at_work() as place:
        body = await whole_body(request, limits().file_bytes, place.take)
        try:
            became = await beside_the_pages(partial(_taken, link_id, body, label, keys))
        except NoSuchLink:
            return _ended()
        except Refused as refused:
            return JSONResponse({"error": str(refused)}, 422)
        except TooFast as fast:
            return JSONResponse(
                {"error": TEXT["too_fast"].format(seconds=fast.seconds)},
                429,
                headers={"Retry-After": str(fast.seconds)},
            )
    return JSONResponse({"became": became})


def _taken(link_id: str, body: bytes, label: str, keys: Sequence[str]) -> str:
    link = link_of_id(link_id)
    return take_photo(link, body, label, _sender(link, keys))


def _sender(link: PhoneLink, keys: Sequence[str]) -> str:
    """The nickname that this browser has in the class of the link's project; "" for a guest."""
    owner = learner_at(link.project.path.parents[1])
    if owner is None:
        return ""
    here = (found for key in keys if (found := _learner(key)) is not None)
    return next((one.nickname for one, of in here if of.id == owner[1].id), "")


def _learner(key: str) -> tuple[Learner, SchoolClass] | None:
    try:
        return learner_at(Workspace.open(key).path)
    except (WorkspaceNotFound, ValueError):
        return None


def _ended() -> JSONResponse:
    return JSONResponse({"error": TEXT["page_ended"]}, 404)


@answered("GET", "HEAD")
async def part_of_page(request: Request) -> Response:
    """The script and the style of the page; the same for every link."""
    name = request.path_params["file"]
    if name not in FILES:
        return _ended()
    return Response(camera_file(name), media_type=FILES[name])


@answered("GET", "HEAD")
async def without_slash(request: Request) -> Response:
    """The page's address ends with a slash: what stands on it is asked for beside it."""
    return RedirectResponse(f"{request.path_params['id']}/", status_code=308)


def _id(request: Request) -> str:
    """The id in the address; counts the request. Raises Trouble (too_often), NoSuchLink."""
    found = str(request.path_params["id"])
    DESK.may_ask(request.client.host if request.client else "", found)
    if not re.fullmatch(_ID, found):
        raise NoSuchLink
    return found


PHONES = tuple(
    Route(f"{CAMERA}/{{id}}{rest}", endpoint, methods=METHODS)
    for rest, endpoint in (
        ("", without_slash),
        ("/", page),
        ("/now", now),
        ("/add", add),
        ("/{file}", part_of_page),
    )
)
