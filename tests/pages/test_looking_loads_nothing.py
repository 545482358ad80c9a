"""Who looks at pages starts no process, and a click opens hardly any connection: fastai is loaded
where a preview is asked for."""

import sys
from typing import Any

import pytest

from core.jobs import warm
from core.jobs.warm import WarmWorker, WorkerFailed
from core.learning.pages import PAGES
from core.project.database import connect
from tests.app import open_page
from ui.parts.lesson import as_text

SHOW = "show_fastai_draws"
MOST = 3
opened: list[str] = []


def count(event: str, arguments: tuple[Any, ...]) -> None:
    """Note each SQLite connection that is opened in this process from now on."""
    if event == "sqlite3.connect":
        opened.append(str(arguments[0]))


@pytest.fixture(scope="module", autouse=True)
def counting() -> None:
    """Python has no way to take the hook back; it only appends to a list."""
    sys.addaudithook(count)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[WarmWorker]:
    """The workers that pages start; none of them ever gets ready."""
    begun: list[WarmWorker] = []
    monkeypatch.setattr(WarmWorker, "ready", property(lambda _self: False))
    monkeypatch.setattr(WarmWorker, "pid", property(lambda _self: 1 if begun else None))
    monkeypatch.setattr(WarmWorker, "start", lambda worker: begun.append(worker))
    return begun


def test_no_page_loads_fastai_or_opens_many_connections_by_being_looked_at(trained, started):
    too_many = {}
    for page in PAGES:
        app = open_page(f"/{page.url_path}", trained)
        opened.clear()
        assert not app.run().exception
        assert started == [], page.id
        if len(opened) > MOST:
            too_many[page.id] = list(opened)
    assert too_many == {}


def test_the_hook_sees_a_connection(trained):
    opened.clear()
    connect(trained.path / "project.sqlite").close()
    assert len(opened) == 1


def test_a_press_loads_it(digits, started):
    app = open_page("/augment", digits)
    app.button(key=SHOW).click().run()
    assert len(started) == 1
    assert not [button for button in app.button if button.key == SHOW]


def test_where_memory_is_short_a_page_says_so_and_a_press_does_no_harm(digits, monkeypatch):
    monkeypatch.setattr(warm, "free_memory", lambda: 0)
    monkeypatch.setattr(WarmWorker, "ready", property(lambda _self: False))
    monkeypatch.setattr(WarmWorker, "pid", property(lambda _self: None))
    app = open_page("/augment", digits)
    app.button(key=SHOW).click().run()
    assert not app.exception
    assert as_text(WarmWorker(()).no_room()) in [warning.value for warning in app.warning]
    with pytest.raises(WorkerFailed):
        WarmWorker(()).start()
