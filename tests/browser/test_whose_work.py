"""In a real browser: the memory is a cookie of the server, and a link does not take it over."""

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.project.workspace import Workspace
from tests.waiting import until
from ui.session import COOKIE, Memory

pytestmark = pytest.mark.browser


def memory(page: Page) -> Memory:
    """What the browser remembers of the server."""
    kept = [one for one in page.context.cookies() if one["name"] == COOKIE]
    assert all(one["httpOnly"] and one["sameSite"] == "Strict" for one in kept)
    return Memory.read(kept[0]["value"] if kept else "")


def named(name: str) -> Workspace:
    """A workspace with a project of this name."""
    workspace = Workspace.create()
    workspace.current().rename(name)
    return workspace


def test_looking_costs_nothing_and_the_key_is_kept(
    page: Page, shared_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
    page.goto(f"{shared_server.url}/gather")
    until(lambda: memory(page).not_begun or page.wait_for_timeout(50), what="the cookie")
    key = memory(page).not_begun
    assert not Workspace.not_yet(key).path.exists()
    page.goto(f"{shared_server.url}/objective")
    expect(page).to_have_url(f"{shared_server.url}/objective?w={key}")
    expect(page.get_by_role("link", name="Next:")).to_be_visible()  # drawn to its foot
    page.get_by_role("textbox").first.fill("No surprises")
    until(lambda: Workspace.not_yet(key).is_kept or page.wait_for_timeout(50), what="the folder")
    page.goto(f"{shared_server.url}/levers")
    until(lambda: memory(page).keys == (key,) or page.wait_for_timeout(50), what="the key")


def test_a_mates_link_does_not_take_the_browser_over(
    page: Page, shared_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
    mine, other = named("Bears of mine"), named("Waste of a mate")
    page.goto(f"{shared_server.url}/?w={mine.key}")
    until(lambda: memory(page).keys == (mine.key,) or page.wait_for_timeout(50), what="the key")
    page.goto(f"{shared_server.url}/?w={other.key}")
    expect(page.locator(".st-key-stay_with_mine button")).to_be_visible()
    page.goto(shared_server.url)
    expect(page).to_have_url(f"{shared_server.url}/?w={mine.key}")
    page.goto(f"{shared_server.url}/?w={other.key}")
    page.locator(".st-key-open_the_other button").click()
    until(
        lambda: memory(page).keys == (mine.key, other.key) or page.wait_for_timeout(50),
        what="both keys",
    )
    page.goto(shared_server.url)
    expect(page).to_have_url(f"{shared_server.url}/?w={mine.key}")
