"""Deploy, as a learner meets it."""

import pytest

from core.deploy.published.publication import SWITCH, publication_of
from core.deploy.published.table import note_measured
from core.project.project import Project
from core.training.quick.quick import train_quick
from tests.app import has, hints, open_page, shows, unfold


def test_without_a_model_it_says_what_to_do(digits: Project) -> None:
    page = open_page("/deploy", digits)
    assert len(hints(page)) == 1 and not has(page, "publish")


def test_one_click_publishes_and_another_ends_it(trained: Project) -> None:
    page = open_page("/deploy", trained)
    page.button(key="publish").click().run()
    assert not page.exception
    made = publication_of(trained)
    assert made and made.run == trained.runs.all()[0]
    assert any(f"/m/{made.id}/" in code.value for code in page.code)
    page.button(key="unpublish").click().run()
    assert publication_of(trained) is None and has(page, "publish")


def test_a_newer_run_is_offered_and_published_by_choice(trained: Project) -> None:
    open_page("/deploy", trained).button(key="publish").click().run()
    first = publication_of(trained)
    newer = train_quick(trained)
    page = open_page("/deploy", trained)
    now = publication_of(trained)
    assert first and now and now.run == first.run
    page.button(key="publish_newer").click().run()
    now = publication_of(trained)
    assert now and (now.id, now.run) == (first.id, newer)
    assert not has(page, "publish_newer")


def test_what_visitors_measured_is_shown(trained: Project) -> None:
    open_page("/deploy", trained).button(key="publish").click().run()
    made = publication_of(trained)
    assert made
    for milliseconds in (90.0, 120.0, 410.0):
        note_measured(made.id, milliseconds, 2_000_000)
    assert shows(open_page("/deploy", trained), 3, 90, 120, 410, 2)


def test_the_code_has_the_address(trained: Project) -> None:
    open_page("/deploy", trained).button(key="publish").click().run()
    page = unfold(open_page("/deploy", trained), "deploy_code")
    address = page.code[0].value
    row = page.segmented_control(key="deploy_language")
    for language in row.options:
        row.set_value(language).run()
        assert any(f"{address}predict" in code.value for code in page.code[1:]), language


def test_a_host_may_switch_it_off(trained: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    page = open_page("/deploy", trained)
    assert len(hints(page)) == 1 and not has(page, "publish")
