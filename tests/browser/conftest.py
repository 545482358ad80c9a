"""A real server and a real Chromium for the tests that walk the app."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    LocatorAssertions,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bench.app_server import Server
from bench.journey import QUIET
from core.learning.pages import PageInfo
from core.project.workspace import Workspace
from tests.browser.find_browser import find_browser
from tests.browser.ready_server import ReadyServer

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # and a tab that stays: a new one finds the app compiled
    "--use-fake-device-for-media-stream=fps=5",  # as many as a burst takes, or a few more
    "--use-fake-ui-for-media-stream",
)
PATIENCE_MS = 60_000  # on a loaded machine a page may take its time
expect.set_options(timeout=PATIENCE_MS)
_to_be_visible = LocatorAssertions.to_be_visible


def _wait_then_expect(
    self: LocatorAssertions, *, visible: bool | None = None, timeout: float | None = None
) -> None:
    """`expect(…).to_be_visible()` describes the whole page in words each time it looks and does not
    find, which took a fifth of the browser's time; waiting does not. What never comes is still said
    by `expect`."""
    wanted: Any = self._impl_obj
    if visible is not False and not wanted._is_not:
        try:
            waiting = wanted._actual_locator.wait_for(
                state="visible", timeout=timeout or PATIENCE_MS
            )
            self._sync(waiting)
        except PlaywrightTimeout:
            timeout = 1
    _to_be_visible(self, visible=visible, timeout=timeout)


LocatorAssertions.to_be_visible = _wait_then_expect  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test may take long on a loaded machine: each start of a server takes its time."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, _template_home: Callable[[str], Path]
) -> Iterator[Server]:
    """One server for all tests; each has a workspace of its own. It has seen the starter digits
    before, as a server that is not new."""
    home = tmp_path_factory.mktemp("shared")
    shutil.copytree(_template_home("trained") / "cache", home / "cache")
    server = ReadyServer(home)
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
    is_title = re.compile(rf"^\s*{re.escape(info.title)}\s*$")
    menu.locator("[aria-current=page]", has_text=is_title).wait_for()
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until a page is there and its script has finished running. Not by `expect`: as long as
    that is not so, it describes the whole page in words, which costs more than the page does."""
    page.locator("h1").first.wait_for()
    page.locator(QUIET).wait_for()


@pytest.fixture(scope="package")
def window(browser: Browser, shared_server: Server) -> Iterator[BrowserContext]:
    """One window for all tests here: it keeps the scripts of the app, loaded and, as one tab of the
    site always stays, compiled, so that each test opens it quicker than in a new one."""
    context = new_window(browser)
    context.new_page().goto(f"{shared_server.url}/_stcore/health")
    yield context
    context.close()


def new_window(browser: Browser, **otherwise: Any) -> BrowserContext:
    """A window of 1280 by 900 that knows nothing yet, of somebody who asked for less motion: each
    frame of what fades or pulses would be a fifth of the browser's work. See `with_motion`."""
    usual = {
        "viewport": {"width": 1280, "height": 900},
        "accept_downloads": True,
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**usual | otherwise)
    context.set_default_timeout(PATIENCE_MS)
    return context


def with_motion(page: Page) -> Page:
    """The page as most people have it, for what moves by itself or must not move."""
    page.emulate_media(reduced_motion="no-preference")
    return page


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A fresh tab that remembers no workspace and has no permission of a test before."""
    page = window.new_page()
    yield page
    page.close()
    window.clear_cookies()
    window.clear_permissions()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A tab on a phone, which knows nothing yet: as narrow as one, and touched."""
    context = new_window(
        browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    """A tab in a window of its own: a clock that is held is held for a whole window."""
    context = new_window(browser)
    yield context.new_page()
    context.close()
