"""Which home, as a learner meets it on Deploy: order, reveal, then the queue."""

import pytest
from streamlit.testing.v1 import AppTest

from core.deploy.queueing import queue
from core.deploy.which_home import timing
from core.deploy.which_home.places import ORDER, about, figures, fits
from core.deploy.which_home.timing import TIMING, timed
from core.project.guesses import saved_guess
from core.project.project import Project
from core.words import duration
from tests.app import has, open_page, shows

PART = "Which home?"


def _ordered(page: AppTest, *order: str) -> None:
    for turn, place in enumerate(order):
        page.pills(key=f"which_home_waiting_{'_'.join(order[:turn])}").set_value(place).run()
    assert not page.exception


def test_an_order_is_locked_and_then_every_figure_is_that_of_the_learners_model(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "PICTURES", 6)
    monkeypatch.setattr(timing, "ROUNDS", 1)
    run = trained.runs.all()[0]
    page = open_page("/deploy", trained)
    page.segmented_control(key="deploy_part").set_value(PART).run()
    assert page.button(key="lock_which_home_waiting").disabled
    assert len(page.button) + len(page.pills) <= 12 and not TIMING.running(trained)
    _ordered(page, "edge", "here", "host")
    page.button(key="lock_which_home_waiting").click().run()
    assert not page.exception
    order = ["edge", "here", "host", "browser"]
    assert saved_guess(trained, ORDER, about(run, "waiting")).choice == order
    TIMING.wait(trained, 120)
    page.run()
    assert not page.exception
    found = timed(trained, run)
    assert found is not None and fits(order, figures(trained, found)["waiting"])  # type: ignore[arg-type]
    assert len(page.success) == 1 and len(page.table) == 1
    assert shows(page, duration(found.one))
    page.select_slider(key="queue_visitors").set_value(1_000_000).run()
    assert not page.exception
    assert not queue(1_000_000, found.seconds, 1).keeps_up
    assert shows(page, len(found.seconds)) and not has(page, "lock_which_home_waiting")
