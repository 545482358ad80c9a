"""The way in for a saved project: pieces for a ticket, nothing without one."""

import http.client
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bench.spied_server import SpiedServer
from core.project.arriving import ARRIVALS
from core.project.project import Project
from tests.app import workspace_of
from ui.frame.door import arriving
from ui.frame.door.arriving import ARRIVING, bring_address


@pytest.fixture
def visitor() -> TestClient:
    return TestClient(Starlette(routes=list(ARRIVING)))


@pytest.fixture
def address(project: Project) -> Iterator[str]:
    token = ARRIVALS.expect(workspace_of(project).path)
    yield bring_address(token)
    ARRIVALS.drop(token)


def test_pieces_make_the_file(visitor: TestClient, address: str, project: Project) -> None:
    data = bytes(range(256)) * 8_000
    half = len(data) // 2
    first = visitor.put(f"{address}?at=0&of={len(data)}", content=data[:half])
    assert (first.status_code, first.json()) == (200, {"there": half})
    again = visitor.put(f"{address}?at=0&of={len(data)}", content=data[:half])
    assert again.json() == {"there": half}, "the first piece begins again"
    odd = visitor.put(f"{address}?at=7&of={len(data)}", content=b"x")
    assert (odd.status_code, odd.json()) == (409, {"why": "out_of_step", "there": half})
    last = visitor.put(f"{address}?at={half}&of={len(data)}", content=data[half:])
    assert last.json() == {"there": len(data)}
    file = ARRIVALS.whole(address.rsplit("/", 1)[1], workspace_of(project).path)
    assert file and file.read_bytes() == data


def test_what_nobody_showed_or_what_is_odd_is_refused(
    visitor: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.put("/bring/made-up?at=0&of=5", content=b"hello").status_code == 404
    for query in ("", "?at=-1&of=5", "?at=0&of=" + "9" * 40, "?at=x&of=y"):
        assert visitor.put(address + query, content=b"hello").status_code == 409
    assert visitor.put(f"{address}?at=0&of=3", content=b"hello").status_code == 413
    monkeypatch.setattr(arriving, "MOST_A_PIECE", 4)
    assert visitor.put(f"{address}?at=0&of=5", content=b"hello").status_code == 413
    assert visitor.put(f"{address}?at=0&of=5", content=b"hell").json() == {"there": 4}
    assert visitor.delete(address).json() == {"there": 0}


def test_the_server_takes_nothing_of_a_foreign_page(spied_server: SpiedServer) -> None:
    assert status(spied_server, "https://elsewhere.example") == 403
    assert status(spied_server, spied_server.url) == 404
    assert not list(spied_server.home.glob("arriving/*"))


def status(server: SpiedServer, origin: str) -> int:
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    asking.request("PUT", "/bring/made-up?at=0&of=1", b"x", {"Origin": origin})
    return asking.getresponse().status
