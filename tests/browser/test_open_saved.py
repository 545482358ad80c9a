"""A saved project goes into the server in pieces: it arrives whole, or nothing of it stays."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.project.archive.archive import save_archive
from core.project.workspace import Workspace
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
CHOOSE, STOP, SAID = ".st-key-open_saved input", ".going button", ".said"
PICTURES = 60


@pytest.fixture
def saved(workspace: Workspace, tmp_path: Path) -> Path:
    """A ZIP of several pieces."""
    noise = np.random.default_rng(5)
    files = []
    for number in range(PICTURES):
        buffer = io.BytesIO()
        pixels = noise.integers(0, 255, (500, 500, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(buffer, "JPEG")
        files.append((f"{number}.jpg", buffer.getvalue()))
    take_in(workspace.current(), from_files(files, "noise"))
    zipped = save_archive(workspace.current(), tmp_path / "saved.zip")
    assert zipped.stat().st_size > 8_000_000
    return zipped


def open_menu(page: Page, server: Server, workspace: Workspace) -> None:
    page.goto(f"{server.url}/?w={workspace.key}")
    page.locator(".st-key-project_menu button").first.click()
    expect(page.locator(CHOOSE)).to_be_attached()


def let_through(page: Page, pieces: int) -> Callable[[], int]:
    """Hold what is sent after so many pieces; returns how many came to be sent."""
    seen = [0]

    def decide(route: Route) -> None:
        if route.request.method == "PUT":
            seen[0] += 1
            if seen[0] > pieces:
                return
        route.continue_()

    page.route("**/bring/**", decide)
    return lambda: seen[0]


def wait(page: Page, true: Callable[[], object]) -> None:
    """Return once `true()` is; the browser goes on meanwhile."""
    for _ in range(600):
        if true():
            return
        page.wait_for_timeout(200)
    raise AssertionError("waited in vain")


def arriving(server: Server) -> list[Path]:
    return list((server.home / "arriving").rglob("*"))


def test_what_was_saved_is_opened(
    page: Page, server: Server, workspace: Workspace, saved: Path, tmp_path: Path
) -> None:
    first = workspace.current().id
    open_menu(page, server, workspace)
    with page.expect_download() as saving:
        page.locator(".st-key-save_project a").first.click()
    again = tmp_path / "again.zip"
    saving.value.save_as(again)
    with zipfile.ZipFile(again) as archive:
        assert archive.testzip() is None
    page.locator(CHOOSE).set_input_files(str(again))
    wait(page, lambda: len(workspace.projects()) == 2)
    wait(page, lambda: not arriving(server))
    wait(page, lambda: workspace.current().id != first)
    assert len(workspace.current().dataset.images()) == PICTURES


def test_stopped_in_the_middle_nothing_stays(
    page: Page, server: Server, workspace: Workspace, saved: Path
) -> None:
    open_menu(page, server, workspace)
    sent = let_through(page, 1)
    page.locator(CHOOSE).set_input_files(str(saved))
    expect(page.locator("progress")).to_be_visible()
    wait(page, lambda: sent() == 2)
    assert arriving(server)
    expect(page.locator(STOP)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).not_to_be_empty()
    wait(page, lambda: not arriving(server))
    assert len(workspace.projects()) == 1
    expect(page.locator(CHOOSE)).to_be_focused()


def test_killed_in_the_middle_nothing_stays_and_it_is_said(
    page: Page, server: Server, workspace: Workspace, saved: Path
) -> None:
    open_menu(page, server, workspace)
    sent = let_through(page, 1)
    page.locator(CHOOSE).set_input_files(str(saved))
    wait(page, lambda: sent() == 2)
    server.kill()
    assert arriving(server)
    server.start()
    page.unroute_all(behavior="ignoreErrors")
    page.once("dialog", lambda dialog: dialog.accept())  # the page would ask before it is left
    page.goto(f"{server.url}/?w={workspace.key}")
    expect(page.get_by_test_id("stToast")).to_be_visible()
    assert arriving(server) == [] and len(workspace.projects()) == 1
