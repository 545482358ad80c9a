"""A download goes out piece by piece, and only to somebody with its ticket."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from core.project.archive.class_folders import class_folder_parts
from core.project.archive.saving import saved_project
from core.project.archive.streamed_zip import Download
from core.project.disk import SAVING
from core.project.project import Project
from tests.core.project.pictures import pictures
from ui.parts import address as this_server
from ui.parts import streamed_download
from ui.parts.address import below_base
from ui.parts.streamed_download import STREAMS, ticket


def letter() -> Download:
    return Download(iter([b"x"]), 1)


@pytest.fixture
def visitor() -> TestClient:
    return TestClient(Starlette(routes=list(STREAMS)))


def test_it_is_the_whole_zip(project: Project, visitor: TestClient) -> None:
    project.dataset.add(pictures(3, "bear", "fox"))
    address = ticket(
        project.path, lambda: Download(class_folder_parts(project)), "Bären-pictures.zip"
    )
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert "B%C3%A4ren" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None and len(archive.namelist()) == 7


def test_one_picture_is_in_memory_at_a_time(project: Project) -> None:
    project.dataset.add(pictures(30, "bear"))
    parts = [len(part) for part in class_folder_parts(project)]
    largest = max(project.dataset.image_path(i.id).stat().st_size for i in project.dataset.images())
    assert len(parts) == 31
    assert max(parts[1:-1]) < largest + 1_000


def test_the_same_thing_keeps_its_address_and_others_differ() -> None:
    first = ticket("one", letter, "a.zip")
    assert first == ticket("one", letter, "a.zip") != ticket("two", letter, "a.zip")
    assert len(first.rsplit("/", 1)[1]) >= 22


def test_a_ticket_that_nobody_gave_or_that_is_old_gets_nothing(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.get("/take/made-up").status_code == 404
    address = ticket("old", letter, "a.zip")
    assert visitor.get(address).content == b"x"
    monkeypatch.setattr(streamed_download, "GOOD_FOR_S", -1)
    assert visitor.get(address).status_code == 404


def test_the_length_is_said_and_nothing_stays_behind(project: Project, visitor: TestClient) -> None:
    project.dataset.add(pictures(3, "bear", "fox"))
    answer = visitor.get(ticket("saved", lambda: saved_project(project), "saved.zip"))
    assert int(answer.headers["content-length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None and "project.json" in archive.namelist()
    assert held(project) == []


def test_a_download_that_breaks_off_leaves_nothing_behind(project: Project) -> None:
    project.dataset.add(pictures(3, "bear"))
    token = ticket("cut", lambda: saved_project(project), "saved.zip").rsplit("/", 1)[1]
    scope = {"type": "http", "method": "GET", "headers": [], "path_params": {"token": token}}
    seen = []

    async def send(message: Message) -> None:
        seen.append((message["type"], len(held(project))))
        if message["type"] == "http.response.body":
            raise OSError("the browser is gone")

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    response = streamed_download._taken(Request(scope))
    with suppress(Exception):  # whatever Starlette makes of it
        anyio.run(response, {"type": "http"}, receive, send)
    assert [kind for kind, _ in seen] == ["http.response.start", "http.response.body"]
    assert seen[0][1] == 1, "files are held while it goes out"
    assert held(project) == []


def test_looking_costs_nothing(project: Project, visitor: TestClient) -> None:
    project.dataset.add(pictures(1, "bear"))
    answer = visitor.head(ticket("head", lambda: saved_project(project), "saved.zip"))
    assert int(answer.headers["content-length"]) > 0 and answer.content == b""
    assert held(project) == []


def test_what_cannot_be_made_is_said(project: Project, visitor: TestClient) -> None:
    project.dataset.add(pictures(1, "bear"))
    [image] = project.dataset.images()
    project.dataset.image_path(image.id).unlink()
    answer = visitor.get(ticket("lost", lambda: saved_project(project), "saved.zip"))
    assert answer.status_code == 503
    assert held(project) == []


def test_it_is_found_below_another_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(this_server.config, "get_option", {"server.baseUrlPath": "/lab/a/"}.get)
    address = ticket("below", letter, "a.zip")
    assert address.startswith("/lab/a/take/")
    assert TestClient(Starlette(routes=below_base(STREAMS))).get(address).content == b"x"


def held(project: Project) -> list[Path]:
    """What is held for saving beside a project."""
    return list(project.path.parent.glob(f"{SAVING}*"))
