"""A real server and a real Chromium for the tests that walk the app."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench.app_server import Server
from core.learning.pages import PageInfo
from core.project.workspace import Workspace
from tests.browser.find_browser import find_browser

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PATIENCE_MS = 60_000  # on a loaded machine a page may take its time
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test may take long on a loaded machine: each start of a server takes its time."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests; each has a workspace of its own."""
    server = Server(tmp_path_factory.mktemp("shared"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(shared_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The shared server, its disk being the home of this test, too; who kills it, starts it."""
    monkeypatch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
    if not shared_server.answers():  # a test failed between the two
        shared_server.start()
    return shared_server


@pytest.fixture
def workspace(server: Server) -> Workspace:
    """An empty workspace of the test's own on the server's disk."""
    workspace = Workspace.create()
    workspace.current()
    return workspace


@pytest.fixture
def trained_workspace(workspace: Workspace, _template_home: Callable[[str], Path]) -> Workspace:
    """A workspace of the test's own with a trained project, on the server's disk."""
    [trained] = (_template_home("trained") / "workspaces").iterdir()
    shutil.rmtree(workspace.path)
    shutil.copytree(trained, workspace.path)
    return workspace


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here; missing, it fails in CI and says why elsewhere.

    Not for the session: while it runs, the main thread has a running loop, and `asyncio.run` of a
    test elsewhere would fail.
    """
    path = find_browser()
    if not path:
        message = "No Chrome or Chromium was found for the browser tests (make browser)."
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


def go(page: Page, info: PageInfo) -> None:
    """Follow the menu to a page and wait until it is drawn: quicker than opening its address, for
    the browser has the app already."""
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_role("link", name=info.title, exact=True).click()
    expect(menu.locator("[aria-current=page]")).to_have_text(info.title)
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until a page is there and its script has finished running."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@pytest.fixture(scope="package")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests here: it keeps the scripts of the app, so that each test loads them
    quicker than in a new one."""
    context = new_window(browser)
    yield context
    context.close()


def new_window(browser: Browser) -> BrowserContext:
    """A window of 1280 by 900 that knows nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A fresh tab that remembers no workspace and has no permission of a test before."""
    page = window.new_page()
    yield page
    page.close()
    window.clear_cookies()
    window.clear_permissions()
