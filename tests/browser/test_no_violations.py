"""A walk through a project of hostile words in Chromium: no rule for browsers is broken, and no
other host is asked."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from bench.app_server import Server
from core.learning.pages import PAGES
from core.project.database import let_go
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go
from tests.keys import template_key
from tests.pages.hostile_text import make_hostile

pytestmark = pytest.mark.browser


@pytest.fixture
def hostile_key(
    shared_server: Server,
    _template_home: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The key of a workspace on the server's disk: its project is trained, and has hostile words
    everywhere."""
    shutil.copytree(_template_home("trained"), shared_server.home, dirs_exist_ok=True)
    monkeypatch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
    key = template_key("trained")
    let_go(make_hostile(Workspace.open(key).current()).path)
    return key


class Console:
    """What the browser complains about, and which hosts it asks."""

    def __init__(self, page: Page) -> None:
        self.refused: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self._note(message.text))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _note(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused" in text or "MIME" in text:
            self.refused.append(text)


def test_no_page_breaks_a_rule_or_asks_another_host(
    page: Page, shared_server: Server, hostile_key: str
) -> None:
    console = Console(page)
    page.goto(f"{shared_server.url}/?w={hostile_key}")
    drawn(page)
    for info in PAGES:
        go(page, info)
        assert page.locator("a[href*='203.0.113.7'], img[src*='203.0.113.7']").count() == 0
    page.locator(".st-key-project_menu button").first.click()
    with page.expect_download() as saving:
        page.locator(".st-key-save_project a").first.click()
    assert Path(saving.value.path()).stat().st_size > 10_000
    assert console.refused == []
    assert console.hosts <= {"", f"localhost:{shared_server.port}"}
