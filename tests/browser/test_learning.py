"""What only a browser shows: answers saved while typing, and the glossary's search."""

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.learning.pages import page_info
from core.project.workspace import Workspace
from tests.browser.conftest import go

pytestmark = pytest.mark.browser


def test_an_answer_is_saved_while_typing_and_survives_a_killed_server(
    page: Page, server: Server, workspace: Workspace
) -> None:
    """The browser's newer words win over the server's, when a reload builds the box again."""
    page.goto(f"{server.url}/questionnaire?q=crop-pad-squish&w={workspace.key}")
    box = page.get_by_placeholder("In your own words")  # an answer box that is ready, not a new one
    box.press_sequentially("Crop loses edges.")
    page.get_by_text("Saved in your project.").wait_for()
    address = page.evaluate("location.href")

    server.kill()
    assert words_on_disk(workspace) == "Crop loses edges."
    box.press("End")
    box.press_sequentially(" Squish bends.")
    page.get_by_text("Saving …").wait_for()
    server.start()
    page.goto(address)
    expect(box).to_have_value("Crop loses edges. Squish bends.")
    page.get_by_text("Saved in your project.").wait_for()
    assert words_on_disk(workspace) == "Crop loses edges. Squish bends."

    page.get_by_role("button", name="Compare with our answer").click()
    page.get_by_text("A good answer has these").wait_for()
    expect(box).to_have_value("Crop loses edges. Squish bends.")
    page.get_by_text("Squish changes shapes", exact=True).click()
    page.get_by_text("You ticked 1 of 4").wait_for()

    go(page, page_info("glossary"))
    page.get_by_label("Find a term").fill("plot_top_losses")
    page.get_by_text("top losses", exact=True).wait_for()
    expect(page.get_by_text("seed", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Clean").locator("visible=true").last.click()
    page.locator("h1", has_text=page_info("clean").title).wait_for()


def words_on_disk(workspace: Workspace) -> str:
    kept = workspace.current().answers.get("crop-pad-squish")
    assert kept is not None
    return kept.text
