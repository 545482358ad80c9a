"""Every page opens by its address, the first of them as the very first request to a server."""

from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.learning.pages import HOME, PAGES, PageInfo

pytestmark = pytest.mark.browser
NESTED_FIRST = sorted(PAGES, key=lambda info: info.id == HOME)


@pytest.fixture(scope="module")
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that was asked nothing: it answers the page that is opened first differently where
    it does not know yet that pages are nested (`ui/frame/server.py`)."""
    server = Server(tmp_path_factory.mktemp("fresh"))
    server.start()
    yield server
    server.kill()


def test_a_deep_link_opens_its_page(fresh_server: Server, page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlparse(request.url).hostname or ""))
    for info in NESTED_FIRST:
        page.goto(f"{fresh_server.url}/{info.url_path}")
        assert_open(page, info)
    assert hosts <= {"localhost", ""}, f"the page calls other hosts: {hosts}"


def assert_open(page: Page, info: PageInfo) -> None:
    """This page is there, whole, with its address and its place in the menu."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("stumbled over")).to_have_count(0)
    assert urlparse(page.url).path == f"/{info.url_path}"
    current = page.locator('[data-testid="stSidebarNavLink"][aria-current="page"]')
    expect(current).to_have_text(info.title)
