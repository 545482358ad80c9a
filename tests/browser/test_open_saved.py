"""A saved project goes into the server in pieces: it arrives whole, or nothing of it stays."""

import io
import zipfile
from collections.abc import Callable, Iterator
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
CHOOSE, STOP = ".st-key-open_saved input", ".going button"
SAID = ".st-key-open_saved .said"
PICTURES = 60


@pytest.fixture(scope="module")
def full(shared_server: Server) -> Iterator[Workspace]:
    """A workspace on the server's disk whose project is several pieces large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIVETRAIN_HOME", str(shared_server.home))
        workspace = Workspace.create()
        take_in(workspace.current(), from_files(noise(), "noise"))
        yield workspace


@pytest.fixture(scope="module")
def saved(full: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a ZIP of several pieces."""
    zipped = save_archive(full.current(), tmp_path_factory.mktemp("saved") / "saved.zip")
    assert zipped.stat().st_size > 8_000_000
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
    page: Page, server: Server, full: Workspace, saved: Path, tmp_path: Path
) -> None:
    first = full.current().id
    open_menu(page, server, full)
    with page.expect_download() as saving:
        page.locator(".st-key-save_project a").first.click()
    again = tmp_path / "again.zip"
    saving.value.save_as(again)
    with zipfile.ZipFile(again) as archive:
        assert archive.testzip() is None
    page.locator(CHOOSE).set_input_files(str(again))
    wait(page, lambda: len(full.projects()) == 2)
    wait(page, lambda: not arriving(server))
    wait(page, lambda: full.current().id != first)
    assert len(full.current().dataset.images()) == PICTURES


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
