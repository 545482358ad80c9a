"""A saved project goes into the server in pieces: it arrives whole, or nothing of it stays."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.project.archive.archive import save_archive
from core.project.workspace import Workspace
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
CHOOSE, STOP = ".st-key-open_saved input", ".going button"
SAID = ".st-key-open_saved .said"
PICTURES, PIECE = 32, 4_000_000
HOLDS = """
  const { fetch } = window
  Object.assign(window, { pieces: Infinity, sent: 0 })
  window.fetch = (place, how) => {
    if (how?.method !== "PUT" || ++window.sent <= window.pieces) return fetch(place, how)
    const stopped = new DOMException("", "AbortError")
    return new Promise((_, no) => how.signal.addEventListener("abort", () => no(stopped)))
  }
"""


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    """A workspace on the server's disk whose project is larger than a piece."""
    take_in(workspace.current(), from_files(noise(), "noise"))
    return workspace


@pytest.fixture
def saved(full: Workspace, tmp_path: Path) -> Path:
    """The project as a ZIP of several pieces."""
    zipped = save_archive(full.current(), tmp_path / "saved.zip")
    assert zipped.stat().st_size > PIECE
    return zipped


def noise() -> list[tuple[str, bytes]]:
    """Files that no packing makes smaller."""
    chance = np.random.default_rng(5)
    files = []
    for number in range(PICTURES):
        buffer = io.BytesIO()
        pixels = chance.integers(0, 255, (500, 500, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(buffer, "JPEG")
        files.append((f"{number}.jpg", buffer.getvalue()))
    return files


def open_menu(page: Page, server: Server, workspace: Workspace) -> None:
    page.add_init_script(f"{{ {HOLDS} }}")
    page.goto(f"{server.url}/?w={workspace.key}")
    page.locator(".st-key-project_menu button").first.click()
    expect(page.locator(CHOOSE)).to_be_attached()


def let_through(page: Page, pieces: int) -> Callable[[], int]:
    """Hold what is sent after so many pieces; returns how many came to be sent."""
    page.evaluate("pieces => Object.assign(window, { pieces, sent: 0 })", pieces)
    return lambda: int(page.evaluate("window.sent"))


def wait(page: Page, true: Callable[[], object]) -> None:
    """Return once `true()` is; the browser goes on meanwhile."""
    for _ in range(600):
        if true():
            return
        page.wait_for_timeout(200)
    raise AssertionError("waited in vain")


def arriving(server: Server) -> list[Path]:
    return list((server.home / "arriving").rglob("*"))


def test_stopped_or_killed_in_the_middle_nothing_stays_and_what_was_saved_is_opened(
    page: Page, server: Server, full: Workspace, saved: Path, tmp_path: Path
) -> None:
    open_menu(page, server, full)
    stopped_in_the_middle_nothing_stays(page, server, saved)
    killed_in_the_middle_nothing_stays_and_it_is_said(page, server, full, saved)
    assert len(full.projects()) == 1
    page.locator(".st-key-project_menu button").first.click()
    what_was_saved_is_opened(page, server, full, tmp_path / "again.zip")


def stopped_in_the_middle_nothing_stays(page: Page, server: Server, saved: Path) -> None:
    sent = let_through(page, 1)
    page.locator(CHOOSE).set_input_files(str(saved))
    page.locator("progress").wait_for()
    wait(page, lambda: sent() == 2)
    assert arriving(server)
    expect(page.locator(STOP)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).not_to_be_empty()
    wait(page, lambda: not arriving(server))
    expect(page.locator(CHOOSE)).to_be_focused()


def killed_in_the_middle_nothing_stays_and_it_is_said(
    page: Page, server: Server, workspace: Workspace, saved: Path
) -> None:
    sent = let_through(page, 1)
    page.locator(CHOOSE).set_input_files(str(saved))
    wait(page, lambda: sent() == 2)
    server.kill()
    assert arriving(server)
    server.start()
    page.once("dialog", lambda dialog: dialog.accept())  # the page would ask before it is left
    page.goto(f"{server.url}/?w={workspace.key}")
    page.get_by_test_id("stToast").wait_for()
    assert arriving(server) == []


def what_was_saved_is_opened(page: Page, server: Server, full: Workspace, again: Path) -> None:
    first = full.current().id
    with page.expect_download() as saving:
        page.locator(".st-key-save_project a").first.click()
    saving.value.save_as(again)
    with zipfile.ZipFile(again) as archive:
        assert archive.testzip() is None
    page.locator(CHOOSE).set_input_files(str(again))
    wait(page, lambda: len(full.projects()) == 2)
    wait(page, lambda: not arriving(server))
    wait(page, lambda: full.current().id != first)
    assert len(full.current().dataset.images()) == PICTURES
