"""A choice in one of Streamlit's select boxes, made as a person makes it: typed and confirmed."""

from playwright.sync_api import Page

from tests.browser.conftest import drawn

WAYS, CLASS = "How do you bring them?", "Which class do they belong to?"


def choose(page: Page, value: str, label: str = WAYS) -> None:
    """Choose `value` in the select box whose label begins with `label`; at first the way in. Not
    before the page is drawn: what is typed into a box that is drawn again is lost."""
    drawn(page)
    if label == WAYS:
        _open_ways(page)
    box = page.get_by_test_id("stSelectbox").filter(has_text=label).locator("input")
    box.click()
    box.fill(value)
    page.get_by_role("option").filter(has_text=value).first.wait_for()
    box.press("Enter")


def _open_ways(page: Page) -> None:
    """The ways in are folded away where pictures are there already."""
    panel = page.locator(".st-key-ways_panel")
    if panel.locator("details[open]").count() == 0:
        panel.locator("summary").click()
        drawn(page)
