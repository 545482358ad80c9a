"""With `server.baseUrlPath` our own routes lie below it, like Streamlit's."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config

from ui.deploy.routes import PUBLISHED, is_open_to_others
from ui.parts.address import base_path, below_base


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = config.get_option
    changed = {"server.baseUrlPath": "/lab/"}
    monkeypatch.setattr(config, "get_option", lambda name: changed.get(name, plain(name)))


def test_routes_move_with_it(lab: None) -> None:
    async def said(_request: object) -> PlainTextResponse:
        return PlainTextResponse("here")

    app = Starlette(routes=below_base([Route("/take/{token}", said, methods=["POST"])]))
    visitor = TestClient(app)
    assert base_path() == "/lab"
    assert visitor.post("/lab/take/x").text == "here"
    assert visitor.post("/take/x").status_code == 404
    assert visitor.get("/lab/take/x").status_code == 405


def test_published_models_are_below_it(lab: None, home: object) -> None:
    visitor = TestClient(Starlette(routes=below_base(PUBLISHED)))
    answer = visitor.get(f"/lab/m/{'x' * 22}/")
    assert answer.json()["code"] == "not_published"
    path = f"/lab/m/{'x' * 22}/predict"
    assert is_open_to_others({"method": "POST", "path": path}, base_path())
    assert not is_open_to_others({"method": "POST", "path": f"/x{path}"}, base_path())


def test_without_it_nothing_moves() -> None:
    assert base_path() == ""
    assert [route.path for route in below_base(PUBLISHED)] == [route.path for route in PUBLISHED]
