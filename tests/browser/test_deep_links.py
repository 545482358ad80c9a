"""Every page opens by its address as the very first request to a fresh server."""

from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from core.learning.pages import PAGES, PageInfo
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("info", PAGES, ids=lambda info: info.id)
def test_a_deep_link_is_the_first_request(
    new_server: Callable[[], Server], page: Page, info: PageInfo
) -> None:
    server = new_server()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlparse(request.url).hostname or ""))
    page.goto(f"{server.url}/{info.url_path}")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("stumbled over")).to_have_count(0)
    assert urlparse(page.url).path == f"/{info.url_path}"
    current = page.locator('[data-testid="stSidebarNavLink"][aria-current="page"]')
    expect(current).to_have_text(info.title)
    assert hosts <= {"localhost", ""}, f"the page calls other hosts: {hosts}"
