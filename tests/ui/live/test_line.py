"""The websocket of live pages as the server has it: hostile messages get a sentence, no more."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bench.live import CLASSES, picture
from core.live.desk import Desk
from core.live.envelope import letter
from core.live.teaching import teaching_of
from core.live.tickets import TICKETS
from core.project.project import Project
from tests.core.live.test_line_rules import NONSENSE
from ui.frame.door.same_origin import SameOrigin
from ui.live.talk import TeachingTalk
from ui.parts.live_camera import route
from ui.parts.live_camera.route import LINES, MOST_TROUBLES, line_address

HERE = "http://localhost:8501"
RNG = np.random.default_rng(8)


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(route, "DESK", Desk())
    app = Starlette(routes=list(LINES), middleware=[Middleware(SameOrigin)])
    with TestClient(app, base_url=HERE) as client:
        yield client


@pytest.fixture
def address(project: Project) -> str:
    talk = lambda: TeachingTalk(teaching_of(project))  # noqa: E731
    return line_address(TICKETS.show(project.path.parents[1], ("teach", project.path), talk))


def test_a_made_up_ticket_and_a_foreign_page_learn_nothing(
    visitor: TestClient, address: str
) -> None:
    with visitor.websocket_connect("/watch/made-up") as socket:
        assert socket.receive_json()["code"] == "unknown"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()
    foreign = {"origin": "https://elsewhere.example"}
    with pytest.raises(WebSocketDisconnect), visitor.websocket_connect(address, headers=foreign):
        pass


def test_hostile_messages_get_sentences_and_the_line_goes_on(
    visitor: TestClient, address: str, project: Project
) -> None:
    with visitor.websocket_connect(address) as socket:
        assert "state" in socket.receive_json()
        for data in NONSENSE[:-1]:
            socket.send_bytes(data)
            assert set(socket.receive_json()) == {"trouble", "code"}
        socket.send_text(json.dumps({"do": "look"}))
        assert socket.receive_json()["code"] == "garbled"
        for frame in (b"", b"GIF89a", b"\xff\xd8\xff\xe0", picture(CLASSES[0], RNG, 900)):
            socket.send_bytes(letter({"do": "look"}, [frame] if frame else []))
            assert "trouble" in socket.receive_json()
        socket.send_bytes(letter({"do": "keep", "n": 1, "label": " "}, [b"x"]))
        assert socket.receive_json()["n"] == 1
        socket.send_bytes(letter({"do": "rename", "n": 2, "label": "none", "now": "x"}))
        assert socket.receive_json()["n"] == 2
        socket.send_bytes(letter({"do": "look"}, [picture(CLASSES[0], RNG, 224)]))
        assert socket.receive_json()["shares"] == {}
    assert not project.dataset.images()
    with visitor.websocket_connect(address) as socket:
        socket.receive_json()
        socket.send_bytes(NONSENSE[-1])
        assert socket.receive_json()["code"] == "too_large"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()
    with visitor.websocket_connect(address) as socket:
        socket.receive_json()
        with pytest.raises(WebSocketDisconnect):
            for _ in range(MOST_TROUBLES + 1):
                socket.send_bytes(b"?")
                socket.receive_json()


def test_a_handful_is_kept_once_though_it_is_sent_again(
    visitor: TestClient, address: str, project: Project
) -> None:
    with visitor.websocket_connect(address) as socket:
        socket.receive_json()
        for number, name in enumerate(CLASSES, 1):
            socket.send_bytes(
                letter(
                    {"do": "keep", "n": number, "label": name},
                    [picture(name, RNG, 240) for _ in range(4)],
                )
            )
            told = socket.receive_json()
        assert told["n"] == 2 and len(told["state"]["pictures"]) == 8
        assert len(told["state"]["thumbnails"]) == 4, "each is sent once"
        assert {one["colour"] for one in told["state"]["classes"]} == {"#0072B2", "#E69F00"}
        socket.send_bytes(letter({"do": "undo", "n": 3}))
        assert len(socket.receive_json()["state"]["pictures"]) == 4
    with visitor.websocket_connect(address) as socket:
        assert len(socket.receive_json()["state"]["thumbnails"]) == 4
        socket.send_bytes(letter({"do": "undo", "n": 3}))
        assert len(socket.receive_json()["state"]["pictures"]) == 4
        socket.send_bytes(letter({"do": "rename", "n": 4, "label": CLASSES[0], "now": "a <b>"}))
        assert "a <b>" in [one["name"] for one in socket.receive_json()["state"]["classes"]]
    assert project.dataset.classes()["a <b>"] == 4
