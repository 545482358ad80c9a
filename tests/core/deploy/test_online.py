"""A model that went online is asked about a picture, through the transport, and compared."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.deploy.online.asking import Kind, app_address, compared
from core.deploy.online.steps import DONE, online_text, step_ids, tick
from core.gather.reading.refusal import Refused
from core.gather.web.transport import NotFetched
from core.production.run_files import model_labels, model_onnx
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.judge import load_judge
from core.vision.read_photo import read_photo
from tests.core.gather.web.conftest import upstream as upstream
from tests.core.gather.web.upstream import Answer, Request, Upstream, as_json

ADDRESS = "https://mine.site.org"


@pytest.fixture
def run(trained: Project) -> RunRecord:
    return trained.runs.all()[0]


@pytest.fixture
def says(trained: Project, run: RunRecord, tmp_path: Path) -> Callable[[bytes], dict[str, float]]:
    """What the exported model says about a photo."""
    (tmp_path / "model.onnx").write_bytes(model_onnx(trained, run).read_bytes())
    labels = model_labels(trained, run).to_json()
    (tmp_path / "labels.json").write_text(labels, encoding="utf-8")
    judge = load_judge(tmp_path)
    return lambda photo: judge.answers([read_photo(photo)])[0].probs


def test_a_web_service_is_asked_at_predict(
    trained: Project, run: RunRecord, upstream: Upstream, says: Callable[[bytes], dict[str, float]]
) -> None:
    upstream.answer = lambda request: as_json({"probabilities": says(request.body)})
    found = compared(trained, run, "service", f"{ADDRESS}/")
    assert found.same and found.furthest is not None and found.furthest < 1e-5
    assert [(one.method, one.path) for one in upstream.requests] == [("POST", "/predict")]

    def turned(request: Request) -> Answer:
        shares = says(request.body)
        return as_json({"probabilities": dict(zip(shares, reversed(shares.values()), strict=True))})

    upstream.answer = turned
    assert not compared(trained, run, "service", ADDRESS).same


def test_a_gradio_app_is_asked_as_gradio_wants_it(
    trained: Project, run: RunRecord, upstream: Upstream, says: Callable[[bytes], dict[str, float]]
) -> None:
    sent: list[bytes] = []

    def answer(request: Request) -> Answer:
        if request.path == "/gradio_api/upload":
            sent.append(request.body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0])
            return as_json(["/tmp/gradio/photo.jpg"])
        if request.path == "/gradio_api/call/predict":
            assert json.loads(request.body)["data"][0]["path"] == "/tmp/gradio/photo.jpg"
            return as_json({"event_id": "e1"})
        rows = [{"label": name, "confidence": p} for name, p in says(sent[0]).items()]
        told = json.dumps([{"label": rows[0]["label"], "confidences": rows}, None])
        events = f"event: heartbeat\ndata: null\n\nevent: complete\ndata: {told}\n\n"
        return Answer(events.encode(), headers={"Content-Type": "text/event-stream"})

    upstream.answer = answer
    assert compared(trained, run, "gradio", ADDRESS).same


def test_of_a_page_the_files_are_compared(
    trained: Project, run: RunRecord, upstream: Upstream
) -> None:
    model, labels = model_onnx(trained, run).read_bytes(), model_labels(trained, run).to_json()
    kind = {"Content-Type": "application/octet-stream"}

    def host(there: bytes) -> Callable[[Request], Answer]:
        return lambda request: (
            as_json(json.loads(labels))
            if request.path == "/labels.json"
            else Answer(there, headers=kind)
        )

    upstream.answer = host(model)
    assert compared(trained, run, "files", f"{ADDRESS}/index.html").same
    upstream.answer = host(b"x" + model[1:])
    assert not compared(trained, run, "files", ADDRESS).same


@pytest.mark.parametrize("kind", ["service", "gradio", "files"])
def test_what_answers_otherwise_ends_in_a_sentence(
    trained: Project, run: RunRecord, upstream: Upstream, kind: Kind
) -> None:
    said = [b"", b"[]", b'{"probabilities": {"x": 1}}', b'{"probabilities": 3}', b"\xff", b"[1]"]
    for body in said:
        answer = Answer(body, headers={"Content-Type": "application/json"})
        upstream.answer = lambda _request, answer=answer: answer
        with pytest.raises(NotFetched):
            compared(trained, run, kind, ADDRESS)


@pytest.mark.parametrize("address", ["http://localhost:8000", "10.0.0.7", "file:///etc/passwd", ""])
def test_no_address_inside_is_asked(trained: Project, run: RunRecord, address: str) -> None:
    with pytest.raises(Refused):
        compared(trained, run, "service", address)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("mine.hf.space/", "https://mine.hf.space"),
        ("https://huggingface.co/spaces/Jo_n/Bear.App", "https://jo-n-bear-app.hf.space"),
        ("https://jo.github.io/bears/index.html?a=1#b", "https://jo.github.io/bears"),
    ],
)
def test_what_is_copied_becomes_the_address_of_the_app(typed: str, asked: str) -> None:
    assert app_address(typed) == asked


def test_every_host_has_steps_for_each_way_and_they_stay_ticked(trained: Project) -> None:
    text = online_text()
    for host, words in text.hosts.items():
        assert set(words.ways) == set(text.ways)
        assert all(step_ids(host, way) for way in text.ways)
        assert sum("`git " in step for step in words.ways["git"]) <= 10
    tick(trained, "pages.git.1", True)
    tick(trained, "pages.git.2", True)
    tick(trained, "pages.git.1", False)
    assert trained.settings.get(DONE) == {"pages.git.2"}
