"""In a real browser: the memory is a cookie of the server, and a link does not take it over."""

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.learning.pages import page_info
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go
from tests.waiting import until
from ui.session import COOKIE, Memory

pytestmark = pytest.mark.browser


def memory(page: Page) -> Memory:
    """What the browser remembers of the server."""
    kept = [one for one in page.context.cookies() if one["name"] == COOKIE]
    assert all(one["httpOnly"] and one["sameSite"] == "Strict" for one in kept)
    return Memory.read(kept[0]["value"] if kept else "")


def remembers(page: Page, *keys: str) -> None:
    """Wait until the browser remembers just these workspaces, in this order."""
    until(lambda: memory(page).keys == keys or page.wait_for_timeout(50), what="the keys")


def test_the_key_is_kept_and_a_mates_link_does_not_take_the_browser_over(
    page: Page, shared_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules of it are in tests/pages/test_whose_work.py; here a browser keeps the cookie."""
    monkeypatch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
    page.goto(f"{shared_server.url}/gather")
    until(lambda: memory(page).not_begun or page.wait_for_timeout(50), what="the cookie")
    key = memory(page).not_begun
    assert not Workspace.not_yet(key).path.exists()
    page.goto(f"{shared_server.url}/objective")
    expect(page).to_have_url(f"{shared_server.url}/objective?w={key}")
    drawn(page)
    page.get_by_role("textbox").first.fill("No surprises")
    until(lambda: Workspace.not_yet(key).is_kept or page.wait_for_timeout(50), what="the folder")
    go(page, page_info("levers"))
    remembers(page, key)

    other = Workspace.create()
    other.current().rename("Waste of a mate")
    page.goto(f"{shared_server.url}/?w={other.key}")
    page.locator(".st-key-stay_with_mine button").wait_for()
    assert memory(page).keys == (key,)
    page.locator(".st-key-open_the_other button").click()
    remembers(page, key, other.key)
    page.goto(shared_server.url)
    expect(page).to_have_url(f"{shared_server.url}/?w={key}")
