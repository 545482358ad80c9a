"""Every page opens by its address, the first of them as the very first request to a server."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from bench.visitor import Visitor
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
    """The first and home in the browser, the first as the server's very first request; of the
    others the server gives the same app, and then what the browser asks it for."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlparse(request.url).hostname or ""))
    for info in (NESTED_FIRST[0], NESTED_FIRST[-1]):
        page.goto(f"{fresh_server.url}/{info.url_path}")
        assert_open(page, info)
    assert hosts <= {"localhost", ""}, f"the page calls other hosts: {hosts}"
    apps = {page.request.get(f"{fresh_server.url}/{one.url_path}").text() for one in PAGES}
    assert len(apps) == 1 and "<script" in apps.pop()
    with ThreadPoolExecutor(1) as beside:  # Playwright has a running loop here
        beside.submit(asyncio.run, opened_one_by_one(fresh_server.url)).result()
    assert "Traceback" not in fresh_server.log.read_text()


async def opened_one_by_one(url: str) -> None:
    """Ask for every address in a session of its own, as a browser does that opens it."""
    for info in NESTED_FIRST:
        async with Visitor(url) as visitor:
            await visitor.visit(info.url_path, typed=True)
            assert visitor.errors == visitor.not_found == 0, info.url_path
            assert visitor.here == info.title, info.url_path


def assert_open(page: Page, info: PageInfo) -> None:
    """This page is there, whole, with its address and its place in the menu."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("stumbled over")).to_have_count(0)
    assert urlparse(page.url).path == f"/{info.url_path}"
    current = page.locator('[data-testid="stSidebarNavLink"][aria-current="page"]')
    expect(current).to_have_text(info.title)
