"""A published model, and programs that ask it at the routes as the server has them."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bench.app_server import free_port
from core.deploy.published.desk import Desk
from core.deploy.published.publication import publish
from core.project.project import Project
from tests.waiting import until
from ui.deploy import routes
from ui.frame.door.browser_rules import BrowserRules
from ui.frame.door.same_origin import SameOrigin

HERE = "http://localhost:8501"


@pytest.fixture(autouse=True)
def _fresh_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "DESK", Desk())


@pytest.fixture
def app() -> Starlette:
    """The routes behind the door."""
    door = [Middleware(BrowserRules), Middleware(SameOrigin)]
    return Starlette(routes=list(routes.PUBLISHED), middleware=door)


@pytest.fixture
def visitor(app: Starlette) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE) as client:
        yield client


@pytest.fixture
def address(trained: Project) -> str:
    """Where the trained project is published, below the server's address."""
    return f"/m/{publish(trained, trained.runs.all()[0]).id}/"


@pytest.fixture
def photo(trained: Project) -> bytes:
    return trained.dataset.image_path(trained.dataset.images()[0].id).read_bytes()


@pytest.fixture
def served(app: Starlette) -> Iterator[str]:
    """The address of a real server with the routes, for programs of another process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started, 60, "the server")
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(60)
