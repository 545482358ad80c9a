"""Who looks at pages starts no process: fastai is loaded where a preview is asked for."""

import pytest

from core.jobs import warm
from core.jobs.warm import WarmWorker, WorkerFailed
from core.learning.pages import PAGES
from tests.app import open_page
from ui.parts.lesson import as_text

SHOW = "show_fastai_draws"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[WarmWorker]:
    """The workers that pages start; none of them ever gets ready."""
    begun: list[WarmWorker] = []
    monkeypatch.setattr(WarmWorker, "ready", property(lambda _self: False))
    monkeypatch.setattr(WarmWorker, "pid", property(lambda _self: 1 if begun else None))
    monkeypatch.setattr(WarmWorker, "start", lambda worker: begun.append(worker))
    return begun


def test_no_page_loads_fastai_by_being_looked_at(trained, started):
    for page in PAGES:
        assert not open_page(f"/{page.url_path}", trained).exception
        assert started == [], page.id


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
