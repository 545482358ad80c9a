"""On a phone the bar of a page shares its row with the menu's button, and each button of it can be
pressed: nothing of the header lies over them. And no key is named that a phone has not."""

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.learning.paths.paths import go_to, place_on
from core.project.workspace import Workspace
from tests.browser.conftest import drawn

pytestmark = pytest.mark.browser
# What lies over the middle of a button of the bar or of the menu, and is not that button.
COVERED = """() => [...document.querySelectorAll(
    ".st-key-page_bar button, [data-testid=stExpandSidebarButton]")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one, one.getBoundingClientRect()])
  .map(([one, at]) => [one, document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)])
  .filter(([one, over]) => !one.contains(over))
  .map(([one, over]) => `${one.innerText} lies under ${over?.className}`)"""


def test_the_buttons_of_a_guide_can_be_pressed(
    phone: Page, server: Server, workspace: Workspace
) -> None:
    project = workspace.current()
    go_to(project, place_on(project, "class"))
    phone.goto(f"{server.url}/possible?w={workspace.key}")
    drawn(phone)
    on = phone.locator(".st-key-path_on button")
    on.wait_for()
    assert phone.evaluate(COVERED) == []
    before = on.inner_text()
    on.click()
    expect(on).not_to_have_text(before)


def test_no_button_names_a_key(phone: Page, server: Server, workspace: Workspace) -> None:
    phone.goto(f"{server.url}/questionnaire?w={workspace.key}")
    drawn(phone)
    key = phone.locator("button kbd").first
    key.wait_for(state="attached")
    expect(key).to_be_hidden()
