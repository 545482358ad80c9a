"""The cleaner by keyboard alone; nothing chosen is lost by a reload or a server that dies."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.app_server import Server
from bench.journey import QUIET
from core.project.project import Project
from core.project.workspace import Workspace
from tests.waiting import until

SLOW = 150_000
pytestmark = pytest.mark.browser


def wall_of(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Pictures to sort")


def settled(page: Page) -> None:
    page.locator(QUIET).wait_for(timeout=SLOW)


def chosen(project: Project) -> list[str]:
    return [choice.action for choice in project.cleaning.staged().values()]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        wall_of(page).press(key)


def test_sort_by_keyboard_through_a_reload_and_a_dead_server(
    server: Server, trained_workspace: Workspace, page: Page
) -> None:
    trained = trained_workspace.current()
    page.goto(f"{server.url}/clean?w={trained_workspace.key}")
    expect(wall_of(page).get_by_role("option").first).to_be_visible(timeout=SLOW)
    settled(page)
    keyboard_choices(page, trained)
    expect(page.locator(".st-key-fix_and_see")).to_contain_text(re.compile(r"\d+\s→\s\d+"))
    expect(wall_of(page).locator(".badge")).to_have_count(2, timeout=SLOW)
    server.kill()
    press(page, "End", "k")
    expect(wall_of(page).locator(".badge")).to_have_count(3, timeout=SLOW)
    server.start()
    page.reload()  # before the page has found the server again
    until(
        lambda: "keep" in chosen(trained) or page.wait_for_timeout(50),
        120,
        "the choice made without a server",
    )
    expect(wall_of(page).locator(".badge")).to_have_count(3, timeout=SLOW)
    assert chosen(trained) == ["relabel", "delete", "keep"]
    apply_and_undo(page, trained)


def keyboard_choices(page: Page, project: Project) -> None:
    """The first picture gets another class, the third one goes, the second one is taken back."""
    key = page.get_by_title(re.compile("^Change the class to")).last
    wall_of(page).focus()
    press(page, key.locator("kbd").inner_text())
    expect(wall_of(page).get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    press(page, "Delete", "ArrowLeft", "u", "ArrowRight", "Delete")
    until(lambda: chosen(project) == ["relabel", "delete"], what="two choices")
    expect(page.get_by_text(re.compile("^(three|five|eight): delete$"))).to_have_count(
        1, timeout=SLOW
    )


def apply_and_undo(page: Page, project: Project) -> None:
    before = {image.id: image.label for image in project.dataset.images()}
    page.get_by_role("button", name="Review 2 changes").click()
    page.get_by_role("button", name="Apply 2 changes").click()
    expect(page.get_by_text("Last cleaning: 1 relabelled, 1 deleted")).to_be_visible(timeout=SLOW)
    assert len(project.dataset.images()) == len(before) - 1
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Last cleaning")).to_have_count(0, timeout=SLOW)
    assert {image.id: image.label for image in project.dataset.images()} == before
