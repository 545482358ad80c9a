"""A page opened in a window has our style sheets in it; everything else passes as it is."""

from pathlib import Path

import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.frame.door.early_style import SHEETS, EarlyStyle

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
IN_A_WINDOW = {"Accept": "text/html,application/xhtml+xml", "If-None-Match": '"1"'}
FRAME = (Path(__file__).parents[3] / "ui" / "frame" / SHEETS[0]).read_text("utf-8")


def page(request: Request) -> Response:
    known = request.headers.get("If-None-Match")
    return Response(status_code=304) if known else HTMLResponse(PAGE)


def other(_: Request) -> Response:
    return HTMLResponse("<html><head></head><body>a page of a phone</body></html>")


def figures(_: Request) -> Response:
    return JSONResponse({"root": "</head>"})


routes = [Route("/", page), Route("/other", other), Route("/figures", figures)]
client = TestClient(EarlyStyle(Starlette(routes=routes)))


def test_streamlits_page_is_styled_whole_although_the_browser_knows_it() -> None:
    answer = client.get("/", headers=IN_A_WINDOW)
    assert FRAME in answer.text.split("</head>")[0]
    assert answer.text.endswith(PAGE[-200:])
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_nothing_else_is_touched() -> None:
    assert "<style>" not in client.get("/other", headers=IN_A_WINDOW).text
    assert client.get("/figures", headers=IN_A_WINDOW).json() == {"root": "</head>"}
    assert client.get("/", headers={"Accept": "*/*"}).text == PAGE
