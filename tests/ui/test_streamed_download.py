"""A download goes out piece by piece, and only to somebody with its ticket."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.project.archive.class_folders import class_folder_parts
from core.project.project import Project
from tests.core.project.pictures import pictures
from ui.parts import streamed_download
from ui.parts.streamed_download import STREAMS, ticket


@pytest.fixture
def visitor() -> TestClient:
    return TestClient(Starlette(routes=list(STREAMS)))


def test_it_is_the_whole_zip(project: Project, visitor: TestClient) -> None:
    project.dataset.add(pictures(3, "bear", "fox"))
    address = ticket(project.path, lambda: class_folder_parts(project), "Bären-pictures.zip")
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
    def parts() -> Iterator[bytes]:
        yield b"x"

    first = ticket("one", parts, "a.zip")
    assert first == ticket("one", parts, "a.zip") != ticket("two", parts, "a.zip")
    assert len(first.rsplit("/", 1)[1]) >= 22


def test_a_ticket_that_nobody_gave_or_that_is_old_gets_nothing(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.get("/take/made-up").status_code == 404
    address = ticket("old", lambda: [b"x"], "a.zip")
    assert visitor.get(address).content == b"x"
    monkeypatch.setattr(streamed_download, "GOOD_FOR_S", -1)
    assert visitor.get(address).status_code == 404
