"""Homes with a server, started as their README.md says, give the app's answers and actions."""

import io
import json
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from PIL import Image

from core.deploy.homes.homes import HOMES
from core.deploy.online.asking import Compared, Kind, compared
from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.decide.decision import Decision, save_decision
from core.drivetrain.decide.policy import action_for
from core.gather.reading.decode import decode
from core.gather.web import transport
from core.gather.web.network import Network
from core.production.predictor import load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run
from tests.conftest import _copy_of
from tests.core.deploy.moved_out import bare_environment, done_in, homes_python, unpacked
from tests.core.vision.pictures import noise
from tests.core.vision.test_heic import heic
from tests.core.vision.test_read_photo import kinds
from tests.waiting import until

NAME = "Digits & <script>alert(1)</script>"
BY_GRADIO = """
import json, sys
from gradio_client import Client, handle_file
client = Client(sys.argv[1], verbose=False)
for photo in sys.argv[2:]:
    said, action = client.predict(handle_file(photo), api_name="/predict")
    shares = {one["label"]: one["confidence"] for one in said["confidences"]}
    print(json.dumps({"class": said["label"], "probabilities": shares, "action": action}))
"""
BY_STREAMLIT = """
import json, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
for photo in map(Path, sys.argv[1:]):
    app.file_uploader[0].set_value((photo.name, photo.read_bytes(), "image/png")).run()
    assert not app.exception, app.exception
    table = app.dataframe[0].value
    shares = dict(zip(table["Class"], table["Probability"]))
    print(json.dumps({"probabilities": shares, "html": [one.proto.body for one in app.html]}))
"""
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def model(
    tmp_path_factory: pytest.TempPathFactory, _template_home: Callable[[str], Path]
) -> Iterator[tuple[Project, RunRecord]]:
    """A quick run, and a decision made about it."""
    home = tmp_path_factory.mktemp("homes_home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIVETRAIN_HOME", str(home))
        project = _copy_of(_template_home("trained"), "trained", home)
        project.rename(NAME)
        run = chosen_run(project)
        names = sorted(project.dataset.classes())
        save_decision(
            project,
            Decision(
                at=0.0,
                run_id=run.id,
                classes=names,
                seen=[1 / len(names)] * len(names),
                temperature=1.3,
                look_price=0.0,
                costs=load_costs(project, names),
                strategies=[],
            ),
        )
        yield project, run


@pytest.fixture(scope="module")
def photos(
    tmp_path_factory: pytest.TempPathFactory, model: tuple[Project, RunRecord]
) -> list[Path]:
    """A stored picture, and photos that programs read in different ways."""
    folder, (project, _) = tmp_path_factory.mktemp("photos"), model
    first = project.dataset.images()[0]
    kept = {
        "kept": project.dataset.image_path(first.id).read_bytes(),
        "iphone": heic(noise(400, 300)),
    }
    for name, data in (kept | kinds()).items():
        (folder / name).with_suffix(f".{_ending(data)}").write_bytes(data)
    return sorted(folder.iterdir())


def _ending(data: bytes) -> str:
    try:
        return str(Image.open(io.BytesIO(data)).format).lower().replace("jpeg", "jpg")
    except OSError:
        return "heic"


@pytest.fixture(scope="module")
def expected(model: tuple[Project, RunRecord], photos: list[Path]) -> list[Answer]:
    """What the app says about them."""
    project, run = model
    said = []
    for photo in photos:
        seen = Image.open(io.BytesIO(decode(photo.read_bytes(), photo.name).jpeg))
        prediction = load_predictor(project, run.id).predict(seen)
        advice = action_for(project, prediction.probs)
        assert advice is not None
        said.append({"probabilities": prediction.probs, "action": advice.action})
    return said


@pytest.fixture
def moved(model: tuple[Project, RunRecord], tmp_path: Path) -> Callable[[str], Path]:
    """Unpacks a home and runs its smoke test."""

    def unpack(key: str) -> Path:
        homes_python()
        folder = unpacked(*model, HOMES[key], tmp_path / "A home")
        tested = done_in(folder, "smoke_test.py")
        assert tested.returncode == 0, tested.stdout + tested.stderr
        return folder

    return unpack


@contextmanager
def _serving(folder: Path, *command: str, port: int, **more: str) -> Iterator[str]:
    """A server of a home, up and answering, at the address."""
    environment = bare_environment(HOME=str(folder.parent), **more)
    log = folder.parent / "server.log"
    address = f"http://127.0.0.1:{port}"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [homes_python(), *command], cwd=folder, env=environment, stdout=said, stderr=said
        ) as process,
    ):
        try:
            until(lambda: _answers(address) or process.poll() is not None, 120, command[0])
            assert process.poll() is None, log.read_text(encoding="utf-8")
            yield address
        finally:
            process.kill()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _same(answers: list[Answer], expected: list[Answer]) -> None:
    assert len(answers) == len(expected)
    for answer, ours in zip(answers, expected, strict=True):
        assert answer["probabilities"] == pytest.approx(ours["probabilities"], abs=1e-3)
        assert answer["action"] == ours["action"]


def _asked_online(model: tuple[Project, RunRecord], kind: Kind, port: int) -> Compared:
    """What *Online, step by step* finds at a public name that leads to this very computer."""

    def dial(_number: str, _port: int, timeout: float) -> httpcore.NetworkStream:
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "INTERNET", Network(lambda *_: ["93.184.216.34"], dial))
        return compared(*model, kind, "http://mine.site.org")


def test_gradio(
    model: tuple[Project, RunRecord],
    moved: Callable[[str], Path],
    photos: list[Path],
    expected: list[Answer],
) -> None:
    folder, port = moved("gradio"), _port()
    with _serving(folder, "app.py", port=port, GRADIO_SERVER_PORT=str(port)) as address:
        done = done_in(folder.parent, "-c", BY_GRADIO, address, *photos)
        assert done.returncode == 0, done.stderr
        assert "<script>alert" not in httpx.get(address).text
        assert _asked_online(model, "gradio", port).same
    _same([json.loads(line) for line in done.stdout.splitlines()], expected)


def test_fastapi_asked_twenty_times_at_once(
    model: tuple[Project, RunRecord],
    moved: Callable[[str], Path],
    photos: list[Path],
    expected: list[Answer],
) -> None:
    folder, port = moved("fastapi"), _port()
    line = ("-m", "uvicorn", "server:app", "--port", str(port))
    with _serving(folder, *line, port=port) as address, ThreadPoolExecutor(20) as visitors:

        def asked(number: int) -> Answer:
            body = photos[number % len(photos)].read_bytes()
            return dict(httpx.post(f"{address}/predict", content=body, timeout=60).json())

        _same(
            list(visitors.map(asked, range(20))), [expected[n % len(expected)] for n in range(20)]
        )
        files = [("photo", (photo.name, photo.read_bytes())) for photo in photos]
        form = httpx.post(f"{address}/predict", files=files, timeout=60).json()
        _same(form["answers"], expected)
        assert _asked_online(model, "service", port).same
        page = httpx.get(address)
        assert "<script>alert" not in page.text and page.headers["content-security-policy"]
        assert "/predict" in httpx.get(f"{address}/openapi.json").json()["paths"]
        for body, status in ((b"", 400), (b"no picture", 422), (b"x" * 20_000_001, 413)):
            refused = httpx.post(f"{address}/predict", content=body)
            assert refused.status_code == status and refused.json()["error"]


def test_streamlit(
    moved: Callable[[str], Path], photos: list[Path], expected: list[Answer]
) -> None:
    folder, port = moved("streamlit"), _port()
    done = done_in(folder, "-c", BY_STREAMLIT, *photos)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line, ours in zip(lines, expected, strict=True):
        assert line["probabilities"] == pytest.approx(ours["probabilities"], abs=1e-3)
        assert any(ours["action"] in html for html in line["html"])
        assert not any("<script" in html for html in line["html"])
    run = ("-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true")
    with _serving(folder, *run, f"--server.port={port}", port=port) as address:
        assert httpx.get(f"{address}/_stcore/health").text == "ok"
