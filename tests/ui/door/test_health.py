"""Health for who holds the key: nobody else learns that there is such an address."""

import logging
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from core.jobs import errors
from core.jobs.errors import errors_here
from core.jobs.health import ADMIN
from core.jobs.queue.protocol import ANY
from core.jobs.queue.queue import JobQueue
from core.project.rates import Rates
from core.project.workspace import Workspace
from ui.frame.door import health
from ui.frame.door.health import HEALTH

KEY = "a key of the school's own"


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(health, "_GUESSES", Rates())
    return TestClient(Starlette(routes=HEALTH))


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_it_is_off_without_a_key_and_for_another(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert client.get(path, headers=bearer("")).status_code == 404
    monkeypatch.setenv(ADMIN, "short")
    assert client.get(path, headers=bearer("short")).status_code == 404
    monkeypatch.setenv(ADMIN, KEY)
    assert client.get(path).status_code == 401
    answers = [client.get(path, headers=bearer("wrong")).status_code for _ in range(30)]
    assert set(answers) == {401, 429}
    assert client.get(path, headers=bearer(KEY)).status_code == 200
    assert client.get(path, auth=("anybody", KEY)).status_code == 200


def test_both_say_how_the_server_stands(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADMIN, KEY)
    Workspace.create()
    JobQueue(home / "jobs.sqlite").add(home / "workspaces" / "a" / "run", ANY)
    counting = errors_here()
    before = counting.of_the_last_hour().get("KeyError", 0)
    try:
        raise KeyError("somebody's file")
    except KeyError:
        logging.getLogger("drivetrain").exception("A page failed")
    said = client.get("/healthz", headers=bearer(KEY))
    figures = said.json()
    assert (figures["status"], figures["workspaces"], figures["jobs_waiting"]) == ("ok", 1, 1)
    assert figures["errors"]["KeyError"] == before + 1 and "somebody" not in said.text
    text = client.get("/metrics", headers=bearer(KEY)).text
    assert f'drivetrain_errors_last_hour{{kind="KeyError"}} {before + 1}\n' in text
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(len(row.rsplit(" ", 1)) == 2 and row.rsplit(" ", 1)[1].isdecimal() for row in rows)
    monkeypatch.setattr(errors, "AN_HOUR_S", -1.0)
    assert counting.of_the_last_hour() == {}


def test_a_disk_that_keeps_nothing_is_not_well(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADMIN, KEY)
    monkeypatch.setattr("core.jobs.health.disk_trouble", lambda _home: "full")
    said = client.get("/healthz", headers=bearer(KEY))
    assert (said.status_code, said.json()["status"]) == (503, "full")


def _panel() -> None:
    from ui.parts.health_panel import health_panel

    health_panel()


def test_the_panel_shows_the_figures_to_the_key_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = AppTest.from_function(_panel, default_timeout=60).run()
    assert not at.text_input
    monkeypatch.setenv(ADMIN, KEY)
    at.run()
    at.text_input(key="admin_key").input("wrong").run()
    assert at.warning and not at.metric
    at.text_input(key="admin_key").input(KEY).run()
    assert not at.exception and len(at.metric) == 4
