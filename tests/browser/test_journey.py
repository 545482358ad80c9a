"""The whole journey with real photos, as a learner walks it; then the server is killed."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bench.app_server import Server
from bench.journey import QUIET
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.runs import chosen_run
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.photos]

SLOW = 150_000
EACH = 50  # photos of a class: the list of what a browser sends costs it the square of their number


def workspace_key(page: Page) -> str:
    """The key that the address holds."""
    found = re.search(r"[?&]w=([A-Za-z0-9_-]+)", page.url)
    assert found, page.url
    return found[1]


def go(page: Page, name: str) -> None:
    """Follow the menu to a page and wait until it is there."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1").first).to_have_text(name)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the script has finished running."""
    page.locator(QUIET).wait_for(timeout=SLOW)


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("button", name=name).first


def open_project(page: Page) -> Project:
    """The learner's project, read from the server's disk."""
    return Workspace.open(workspace_key(page)).current()


def state_objective(page: Page) -> None:
    go(page, "Objective")
    box = page.get_by_role("textbox").first
    box.fill("Nobody on the campsite is surprised by a bear")
    box.press("Tab")
    settled(page)


def gather(page: Page, folder: Path) -> None:
    go(page, "Gather")
    page.locator('input[type="file"]').first.set_input_files(str(folder))
    button(page, re.compile(f"^Keep {3 * EACH}")).click(timeout=SLOW)
    came = page.get_by_text(f"{3 * EACH} pictures came in").first
    expect(came).to_be_visible(timeout=SLOW)
    settled(page)


def train(page: Page) -> None:
    go(page, "Train")
    button(page, re.compile("^Train$")).click()
    expect(button(page, "Train again")).to_be_visible(timeout=SLOW)


def click_a_cell(page: Page) -> None:
    """Click the second diagonal cell of the matrix; its pictures are shown."""
    go(page, "Evaluate")
    button(page, "Show me without a guess").click()
    chart = page.get_by_test_id("stPlotlyChart").first
    cells = chart.locator("rect.nsewdrag").first
    cells.wait_for(state="attached", timeout=SLOW)
    settled(page)
    chart.scroll_into_view_if_needed()
    area = cells.bounding_box()
    assert area
    middle = (area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    page.mouse.move(middle[0], middle[1] - 4)
    expect(page.get_by_text(re.compile("grizzly called grizzly"))).to_be_visible()
    page.mouse.click(*middle)
    for side in ("Actual", "Predicted"):
        expect(page.get_by_role("combobox", name=side)).to_have_value("grizzly", timeout=SLOW)
    expect(page.get_by_role("listbox", name="Selected pictures")).to_be_visible()
    begins_in_sight(page, cells)


def begins_in_sight(page: Page, evidence: Locator, most: int = 60) -> None:
    """On a small laptop and on a phone the top `most` pixels of the evidence, or all of it, are on
    the first screen; on the laptop all pages of the menu, too."""
    evidence.wait_for(timeout=SLOW)
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
        until(lambda: _reaches(evidence, most) <= height, 20, f"evidence in {width} x {height}")  # noqa: B023
        if width > height:
            menu = page.get_by_test_id("stSidebarNav").get_by_role("link").last
            assert _reaches(menu, 100) <= height
    page.set_viewport_size({"width": 1280, "height": 900})
    settled(page)
    until(lambda: _rests(page, evidence), 20, "evidence that stays where it is")


def _rests(page: Page, thing: Locator) -> bool:
    before = thing.bounding_box()
    page.wait_for_timeout(300)
    return before is not None and before == thing.bounding_box()


def _reaches(thing: Locator, most: int) -> float:
    area = thing.bounding_box()
    return area["y"] + min(most, area["height"]) if area else float("inf")


def relabel_the_first(page: Page) -> None:
    go(page, "Clean")
    wall = page.get_by_role("listbox", name="Pictures to sort, most suspicious first")
    begins_in_sight(page, wall.get_by_role("option").first)
    wall.get_by_role("option").first.click()
    wall.press("2")
    button(page, "Review 1 change").click(timeout=SLOW)
    button(page, "Apply 1 change").click(timeout=SLOW)
    expect(page.get_by_text(re.compile("Last cleaning: 1 relabelled"))).to_be_visible()


def retrain(page: Page) -> None:
    settled(page)
    button(page, "Retrain").click()
    expect(page.get_by_text("Validation set", exact=True).first).to_be_visible(timeout=SLOW)
    settled(page)


def predict_and_take_away(page: Page, photo: Path) -> zipfile.ZipFile:
    go(page, "Predict")
    page.get_by_test_id("stMain").get_by_text("A file", exact=True).first.click()
    page.locator('input[type="file"]').first.set_input_files(str(photo))
    answer = page.get_by_role("heading", name=re.compile(r"^grizzly, .*sure"))
    expect(answer).to_be_visible(timeout=SLOW)
    settled(page)
    with page.expect_download(timeout=SLOW) as download:
        page.get_by_role("link", name="Download the ZIP").click()
    return zipfile.ZipFile(download.value.path())


@pytest.fixture
def folder(bears: Path, tmp_path: Path) -> Path:
    """The first photos of each bear, in class folders."""
    for photos in bears.iterdir():
        kept = tmp_path / "bears" / photos.name
        kept.mkdir(parents=True)
        for photo in sorted(photos.iterdir())[:EACH]:
            shutil.copy(photo, kept)
    return tmp_path / "bears"


def test_the_whole_journey_on_bears(
    server: Server, browser: Browser, page: Page, folder: Path
) -> None:
    page.goto(server.url)
    expect(page.locator("h1").first).to_be_visible(timeout=SLOW)
    settled(page)
    state_objective(page)
    gather(page, folder)
    train(page)
    project = open_project(page)
    run = chosen_run(project)
    assert run and run.results["accuracy"] >= 0.95, run
    click_a_cell(page)
    relabel_the_first(page)
    retrain(page)
    until(lambda: len([r for r in project.runs.all() if r.status == "finished"]) == 2)
    photo = sorted((folder / "grizzly").iterdir())[0]
    files = predict_and_take_away(page, photo).namelist()
    assert {"model.onnx", "labels.json"} <= {Path(name).name for name in files}
    after_a_kill(server, browser, page.url, project)


def after_a_kill(server: Server, browser: Browser, address: str, project: Project) -> None:
    """Kill the server, start it again, open the same address: everything is there."""
    before = (project.dataset.images(), project.runs.all(), project.versions.all())
    server.kill()
    server.start()
    page = browser.new_context().new_page()
    page.goto(re.sub(r"/predict", "/", address))
    expect(page.get_by_text("Nobody on the campsite").first).to_be_visible(timeout=SLOW)
    assert before == (project.dataset.images(), project.runs.all(), project.versions.all())
    page.context.close()
