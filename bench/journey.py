"""The whole journey on Bear World in a browser, as a learner walks it, with fastai's previews."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

from core.learning.pages import PAGES
from tests.browser.find_browser import find_browser

PATIENCE_MS = 60_000
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"
PARTS = ("Four questions", "A fair check", "One size", "Count it", "One picture's story")


@contextmanager
def browser_page(url: str) -> Iterator[Page]:
    """A page of a browser, on the app's first page."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url)
        _quiet(page)
        yield page
        browser.close()


def walk(page: Page, said: Callable[[str], None], *, light: bool = False) -> None:
    """Go all the way; `said` is told each station when it is reached. `light`: without fastai, and
    no page that the way does not need."""
    for name, go in _LIGHT if light else _stations():
        go(page)
        said(name)


def _stations() -> tuple[tuple[str, Callable[[Page], None]], ...]:
    return (
        ("pages before pictures", _all_pages),
        ("Bear World, trained", _begin),
        ("all pages", _all_pages),
        ("fastai: DataBlock", _datablock),
        ("fastai: Augment", _augment),
        ("a picture changed, trained again", _clean),
        ("export.pkl", _export),
        ("all pages again", _all_pages),
    )


def _quiet(page: Page) -> None:
    """Wait until the server has drawn the page, and drawn again what that asked for."""
    page.locator("h1").first.wait_for()
    for _ in range(2):
        page.locator(QUIET).wait_for()
        page.wait_for_timeout(200)


def _open(page: Page, title: str) -> None:
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_role("link", name=title, exact=True).click()
    here = re.compile(rf"^\s*{re.escape(title)}\s*$")
    menu.locator("[aria-current=page]", has_text=here).wait_for()
    _quiet(page)


def _press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    _quiet(page)


def _all_pages(page: Page) -> None:
    for one in PAGES:
        _open(page, one.title)


def _begin(page: Page) -> None:
    _open(page, "Gather")
    _press(page, "use_starter")
    page.get_by_role("heading", level=1, name="Evaluate").wait_for()
    _press(page, "skip_guess")
    page.get_by_test_id("stPlotlyChart").first.wait_for()


def _datablock(page: Page) -> None:
    _open(page, "DataBlock")
    for part in PARTS:
        page.get_by_test_id("stMain").get_by_role("radio", name=part).click()
        _quiet(page)
        _show_preview(page)


def _augment(page: Page) -> None:
    _open(page, "Augment")
    _show_preview(page)
    for key in ("draw_again", "another_drawn", "draw_recipe_again"):
        _press(page, key)
    page.get_by_alt_text("Draw 1 of").first.wait_for()


def _show_preview(page: Page) -> None:
    """Ask fastai, where the page offers to, and wait until it has answered."""
    show = page.locator("[class*=st-key-show_fastai] button")
    if show.count():
        show.first.click()
        page.wait_for_timeout(500)
        waiting = page.locator("[class*=st-key-waiting_for_fastai]")
        waiting.wait_for(state="detached", timeout=3 * PATIENCE_MS)
        _quiet(page)


def _clean(page: Page) -> None:
    _open(page, "Clean")
    wall = page.get_by_role("listbox").first
    wall.get_by_role("option").first.click()
    wall.press("2")
    for key in ("to_review", "apply_cleaning", "retrain"):
        _press(page, key)
    page.get_by_text("Validation set", exact=True).first.wait_for()


def _take_along(page: Page) -> None:
    _open(page, "Predict")
    address = page.locator(".st-key-download_bundle a").first.get_attribute("href")
    assert page.request.get(urljoin(page.url, address)).ok


def _export(page: Page) -> None:
    _take_along(page)
    _press(page, "prepare_learner")
    page.locator(".st-key-download_learner").wait_for()


_LIGHT: tuple[tuple[str, Callable[[Page], None]], ...] = (
    ("Bear World, trained", _begin),
    ("a picture changed, trained again", _clean),
    ("model.onnx", _take_along),
)
