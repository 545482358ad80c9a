"""SIGKILL while pictures come in: each is whole or absent, and the page offers what is missing."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from bench.app_server import Server
from core.project.database import let_go
from core.project.project import Project
from core.project.workspace import Workspace
from tests.browser.choose import WAYS, choose
from tests.browser.conftest import drawn
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EACH = 64


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ZIP with two classes of pictures that take a while to read: more than a chunk of rows."""
    file = tmp_path_factory.mktemp("packed") / "noise.zip"
    noise = np.random.default_rng(7)
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(EACH):
            for label in ("one", "two"):
                buffer = io.BytesIO()
                pixels = noise.integers(0, 255, (300, 300, 3), dtype=np.uint8)
                Image.fromarray(pixels).save(buffer, "JPEG")
                archive.writestr(f"{label}/{number}.jpg", buffer.getvalue())
    return file


def bring(page: Page, packed: Path) -> None:
    choose(page, "Files or a ZIP")
    page.locator('input[type="file"]:not([webkitdirectory])').first.set_input_files(str(packed))


def killed_and_started(server: Server, project: Project) -> None:
    server.kill()
    let_go(project.path)
    server.start()


def assert_whole(project: Project) -> None:
    """Every row has its file, and every file can be read."""
    for image in project.dataset.images():
        with Image.open(project.dataset.image_path(image.id)) as picture:
            picture.load()
            assert picture.size == (image.width, image.height)


def test_killed_while_a_file_is_sent_and_while_pictures_are_taken_in(
    page: Page, server: Server, workspace: Workspace, packed: Path
) -> None:
    project = workspace.current()
    page.goto(f"{server.url}/gather?w={workspace.key}")
    bring(page, packed)
    killed_and_started(server, project)
    assert project.dataset.images() == []
    keep = reopened(page, server, workspace)
    way = page.get_by_text(WAYS)
    expect(keep.or_(way).first).to_be_visible()
    drawn(page)
    if not keep.count():
        bring(page, packed)
    expect(keep).to_contain_text(str(2 * EACH))
    keep.click()
    until(lambda: bool(project.dataset.images()), 120, "the first pictures")
    killed_and_started(server, project)
    assert 0 < len(project.dataset.images()) <= 2 * EACH
    assert_whole(project)
    keep = reopened(page, server, workspace)
    if len(project.dataset.images()) < 2 * EACH:
        keep.click()  # what came is still there, and offered again
    until(lambda: len(project.dataset.images()) == 2 * EACH, 120, "all pictures")
    assert_whole(project)


def reopened(page: Page, server: Server, workspace: Workspace) -> Locator:
    """The page opened again; the button that keeps what came and waits."""
    page.goto(f"{server.url}/gather?w={workspace.key}")
    drawn(page)
    return page.locator(".st-key-keep_arrival button")
