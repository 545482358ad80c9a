"""What a browser fetches to judge by itself: those files and no other."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.live import here
from core.live.here import can_judge_there, files_there
from ui.parts.live_camera import there
from ui.parts.live_camera.there import THERE, there_address


@pytest.fixture
def visitor() -> TestClient:
    return TestClient(Starlette(routes=list(THERE)))


def test_each_file_comes_packed_and_nothing_else_does(visitor: TestClient, home: Path) -> None:
    if not can_judge_there():
        pytest.skip("ONNX Runtime Web is not installed here (npm ci)")
    for name in ("judge.js", "ort.wasm.min.mjs", "eye.onnx"):
        answer = visitor.get(there_address() + name)
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.content == files_there()[name].read_bytes()
    worker = visitor.get(there_address() + "live_worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    for name in ("made-up.js", "..%2f..%2fseal.key", "index.html", "eye.onnx.gz"):
        assert visitor.get(there_address() + name).status_code == 404
    assert visitor.get("/judge-there/0000/judge.js").status_code == 404


def test_without_the_runtime_the_server_judges(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "has_own_runtime", lambda: False)
    assert there_address() == "" and there.known_there(None) is None
    assert visitor.get("/judge-there/x/judge.js").status_code == 404
