"""The web service of a published model: what it answers, to whom, and what it never does."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from core.deploy.published import desk
from core.deploy.published.body import MOST_PICTURES
from core.deploy.published.publication import publish
from core.project.project import Project
from ui.deploy import routes
from ui.deploy.routes import PUBLISHED
from ui.frame.door.browser_rules import BrowserRules
from ui.frame.door.same_origin import SameOrigin

ELSEWHERE = {"Origin": "https://page.of.somebody.else"}


@pytest.fixture(autouse=True)
def fresh_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "DESK", desk.Desk())


@pytest.fixture
def visitor() -> Iterator[TestClient]:
    """A program that asks the routes as the server has them, behind its door."""
    app = Starlette(
        routes=list(PUBLISHED), middleware=[Middleware(BrowserRules), Middleware(SameOrigin)]
    )
    with TestClient(app, base_url="http://localhost:8501") as client:
        yield client


@pytest.fixture
def address(trained: Project) -> str:
    return f"/m/{publish(trained, trained.runs.all()[0]).id}/"


@pytest.fixture
def photo(trained: Project) -> bytes:
    return trained.dataset.image_path(trained.dataset.images()[0].id).read_bytes()


def test_a_picture_gets_a_class_and_all_probabilities(
    visitor: TestClient, address: str, photo: bytes, trained: Project
) -> None:
    answer = visitor.post(f"{address}predict", content=photo)
    said = answer.json()
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert set(said) == {"class", "probabilities", "milliseconds"}
    assert set(said["probabilities"]) == set(trained.dataset.classes())
    assert sum(said["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert said["class"] == max(said["probabilities"], key=said["probabilities"].__getitem__)


def test_several_pictures_get_an_answer_each(
    visitor: TestClient, address: str, photo: bytes
) -> None:
    files = [("photo", (f"{n}.jpg", photo, "image/jpeg")) for n in range(3)]
    alone = visitor.post(f"{address}predict", files=files[:1]).json()
    said = visitor.post(f"{address}predict", files=files).json()["answers"]
    assert [one["probabilities"] for one in said] == [alone["probabilities"]] * 3
    many = visitor.post(f"{address}predict", files=files[:1] * (MOST_PICTURES + 1))
    assert many.status_code == 413 and many.json()["code"] == "too_many_pictures"
