"""What only a browser shows of "In the world": a choice that stands in the address, a night that is
sorted by keys, a poster that comes down. The lessons: tests/pages/test_drift.py, test_domain.py,
test_loop.py and test_rollout.py."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.drivetrain.plan.plan import load_plan
from core.learning.pages import page_info
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.runs import chosen_run
from core.world.drift.kept import monitoring
from core.world.rollout.camp import A_NIGHT
from core.world.rollout.diary import diary
from tests.browser.conftest import Server, drawn, go
from ui.world.drift.choose import KIND_WORDS

pytestmark = pytest.mark.browser
FIRST_NIGHTS = 1  # the diary of the nights that a learner meets first


def test_a_year_and_a_night_are_walked_in_a_browser(
    page: Page, server: Server, trained_workspace: Workspace
) -> None:
    project = trained_workspace.current()
    page.goto(f"{server.url}/drift?w={trained_workspace.key}&year={KIND_WORDS['both'].name}")
    a_year_ends_with_a_sentence_in_the_plan(page, project)
    go(page, page_info("rollout"))
    a_night_is_sorted_by_keys(page, project)
    the_poster_comes_down(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def a_year_ends_with_a_sentence_in_the_plan(page: Page, project: Project) -> None:
    press(page, "lock_drift_month")  # the pictures of a year are looked at before it
    press(page, "drift_part_next")
    page.get_by_text("Every month", exact=True).click()
    page.wait_for_url("**Every+month**")
    press(page, "drift_part_next")
    page.get_by_text("Never retrain", exact=True).click()
    press(page, "lock_drift_plan")
    press(page, "drift_part_next")
    press(page, "drift_keep")
    page.locator(".st-key-drift_keep button").wait_for(state="detached")
    assert monitoring(project) in load_plan(project).success


def a_night_is_sorted_by_keys(page: Page, project: Project) -> None:
    press(page, "keep_rules")
    press(page, "rollout_part_next")
    press(page, "lock_rollout_misses")
    page.locator(".desk .acts button").first.click()
    page.locator(".desk").focus()
    for _ in range(A_NIGHT - 1):
        page.keyboard.press("2")
    page.get_by_role("heading", name="Night 2").wait_for()
    run = chosen_run(project)
    assert run is not None
    (night,) = diary(project, run, FIRST_NIGHTS).nights
    first, second = sorted(project.dataset.classes())[:2]
    assert night.said == [first, *[second] * (A_NIGHT - 1)]


def the_poster_comes_down(page: Page) -> None:
    page.get_by_role("radio", name="Protocol").click()
    drawn(page)
    with page.expect_download() as sent:
        page.get_by_role("button", name="PDF for the wall").click()
    assert Path(sent.value.path()).read_bytes().startswith(b"%PDF")


def press(page: Page, key: str) -> None:
    """Press a button once the page is drawn: what appears moves the next one away."""
    drawn(page)
    button = page.locator(f".st-key-{key} button")
    button.wait_for(timeout=240_000)
    button.click()
    drawn(page)
