"""The rules for browsers break no page: nothing is refused, nothing asked of another host."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.learning.pages import PAGES
from tests.keys import template_key

pytestmark = pytest.mark.browser
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture
def trained_key(shared_server: Server, _template_home: Callable[[str], Path]) -> str:
    """The key of a workspace with a trained project on the server's disk."""
    shutil.copytree(_template_home("trained"), shared_server.home, dirs_exist_ok=True)
    return template_key("trained")


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


def test_no_page_breaks_a_rule(page: Page, shared_server: Server, trained_key: str) -> None:
    console = Console(page)
    for path in (one.url_path for one in PAGES):
        page.goto(f"{shared_server.url}/{path}?w={trained_key}")
        expect(page.locator("h1").first).to_be_visible()
        page.locator(QUIET).wait_for()
    assert console.refused == []
    assert console.hosts <= {"", f"localhost:{shared_server.port}"}


def test_saving_a_project_breaks_no_rule(
    page: Page, shared_server: Server, trained_key: str
) -> None:
    console = Console(page)
    page.goto(f"{shared_server.url}/?w={trained_key}")
    page.locator(QUIET).wait_for()
    page.locator(".st-key-project_menu button").first.click()
    with page.expect_download() as saving:
        page.locator(".st-key-save_project a").first.click()
    assert Path(saving.value.path()).stat().st_size > 10_000
    assert console.refused == []
