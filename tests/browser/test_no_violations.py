"""The rules for browsers break no page: nothing is refused, nothing asked of another host."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from core.learning.pages import PAGES
from core.project.workspace import Workspace
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, _template_home: Callable[[str], Path]
) -> Iterator[Server]:
    """A server on the home of a trained project."""
    home = tmp_path_factory.mktemp("rules") / "home"
    shutil.copytree(_template_home("trained"), home)
    server = Server(home)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def trained_one(server: Server, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace of the trained project."""
    monkeypatch.setenv("DRIVETRAIN_HOME", str(server.home))
    [folder] = (server.home / "workspaces").iterdir()
    return Workspace.open(folder.name)


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


def test_no_page_breaks_a_rule(page: Page, server: Server, trained_one: Workspace) -> None:
    console = Console(page)
    for path in (one.url_path for one in PAGES):
        page.goto(f"{server.url}/{path}?w={trained_one.id}")
        expect(page.locator("h1").first).to_be_visible()
        page.locator(QUIET).wait_for()
    assert console.refused == []
    assert console.hosts <= {"", f"localhost:{server.port}"}


def test_saving_a_project_breaks_no_rule(
    page: Page, server: Server, trained_one: Workspace
) -> None:
    console = Console(page)
    page.goto(f"{server.url}/?w={trained_one.id}")
    page.locator(QUIET).wait_for()
    page.locator(".st-key-project_menu button").first.click()
    with page.expect_download() as saving:
        page.locator(".st-key-save_project button").first.click()
    assert Path(saving.value.path()).stat().st_size > 10_000
    assert console.refused == []
