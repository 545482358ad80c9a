"""Teach it live without a browser: it opens in any project, and says when there is too little."""

from core.project.project import Project
from core.training.runs import finished_runs
from tests.app import has, hints, open_page
from ui.live.teach import teach


def test_it_opens_empty_and_keeps_no_model_of_nothing(project: Project) -> None:
    page = open_page("/live", project)
    page.button(key="live_go_on").click().run()
    assert not page.exception and len(hints(page)) == 1
    assert not finished_runs(project) and not project.dataset.images()


def test_what_was_taught_becomes_a_model(digits: Project, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(teach, "not_embedded", lambda *_: 1_000)
    page = open_page("/live", digits)
    assert has(page, "live_first_look") and not has(page, "live_go_on")
    monkeypatch.undo()
    page.run()
    page.button(key="live_go_on").click().run()
    assert not page.exception
