"""A project full of hostile words makes Chromium ask no other host, on no page."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.learning.pages import PAGES
from core.project.database import let_go
from core.project.workspace import Workspace
from tests.keys import template_key
from tests.pages.hostile_text import make_hostile

pytestmark = pytest.mark.browser
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture
def hostile_key(
    shared_server: Server,
    _template_home: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The key of a workspace on the server's disk whose project has hostile words everywhere."""
    shutil.copytree(_template_home("trained"), shared_server.home, dirs_exist_ok=True)
    monkeypatch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
    key = template_key("trained")
    let_go(make_hostile(Workspace.open(key).current()).path)
    return key


def test_no_page_asks_another_host(page: Page, shared_server: Server, hostile_key: str) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in (one.url_path for one in PAGES):
        page.goto(f"{shared_server.url}/{path}?w={hostile_key}")
        expect(page.locator("h1").first).to_be_visible()
        page.locator(QUIET).wait_for()
        assert page.locator("a[href*='203.0.113.7'], img[src*='203.0.113.7']").count() == 0
    assert hosts <= {"", f"localhost:{shared_server.port}"}
