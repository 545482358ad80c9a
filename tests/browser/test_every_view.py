"""Every view of every page, walked once: hostile words stay words on it, axe-core finds nothing,
light or dark, and each control that a *Try it* names is there.

One walk, so that what many pages show is read once.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from bench.app_server import Server
from core.learning.pages import HOME, PAGES, PageInfo
from core.project.database import let_go
from core.project.workspace import Workspace
from core.training.runs import choose_run
from tests.browser.conftest import drawn, go
from tests.browser.readable import MAIN, Reader, still
from tests.browser.try_its import lost_controls
from tests.browser.views import BOX, CARD, Views
from tests.browser.words_only import Watch, assert_words_only
from tests.hostile_strings import in_turn
from tests.pages.hostile_text import HOSTILE as ADDRESSES
from tests.pages.hostile_text import make_hostile
from tests.said import said
from ui.frame.frame import NAME

pytestmark = pytest.mark.browser
FAILED = said("frame", "page_failed")
IS_SAID = "words => new RegExp(words).test(document.body.textContent)"
# The document scrolls, not a part of it: axe-core passes over what such a part has scrolled away.
UNROLLED = """([places, box]) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${places}, ${box} { overflow: visible !important; max-height: none !important }
    ${places} { position: relative !important; height: auto !important }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}"""
PLACES = f"[data-testid=stApp], [data-testid=stAppViewContainer], {MAIN}"
WINDOW: ViewportSize = {"width": 1280, "height": 1600}  # what lies over a page has room in it
# What can be scrolled within the page all the same, so that axe-core does not see all of it.
SCROLLED = """place => [...document.querySelectorAll("*")]
  .filter((one) => one.clientHeight > 60 && one.scrollHeight > one.clientHeight + 2)
  .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowY))
  .filter((one) => one.closest(place) || one.querySelector(place))
  .map((one) => `${one.dataset.testid || one.className} has a part out of sight`)"""
OPENS = {"evaluate": "[role=listbox] [role=option]"}  # a press there opens a window over the page


class Walk:
    """A tab in which pages are walked; `wrong` are lines of what was found."""

    def __init__(self, page: Page, server: Server, workspace: Workspace) -> None:
        self.page, self.server = page, server
        self.project_id = workspace.current().id
        self.watch = Watch(page)
        self.wrong, self.with_words = list[str](), 0
        page.set_viewport_size(WINDOW)
        page.goto(f"{server.url}/?w={workspace.key}")
        drawn(page)
        page.evaluate(UNROLLED, [PLACES, BOX])
        self.reader = Reader(page)
        self.views = Views(page, self.look)

    def look(self, place: str, where: str) -> None:
        """Read what is new there."""
        assert_words_only(self.page, self.watch, self.server)
        self.wrong += [f"{where}, {one}" for one in self.reader.new_parts(place)]
        self.wrong += [f"{where}, {one}" for one in self.page.evaluate(SCROLLED, place)]
        if self.page.evaluate(IS_SAID, FAILED):
            self.wrong.append(f"{where} broke off")

    def open(self, info: PageInfo) -> None:
        """Go there by the menu, and through all its views."""
        go(self.page, info)
        still(self.page)
        title = self.page.title()
        assert title.endswith(NAME) and (info.id == HOME or info.title in title)
        self.wrong += [f"{info.title}, {one}" for one in self.reader.whole()]
        views = self.views.of(info.title)
        self.wrong += lost_controls(info.id, views, self.project_id)
        self.with_words += self.page.evaluate(IS_SAID, "zq")
        if info.id in OPENS:
            self.page.locator(f"{MAIN} {OPENS[info.id]}").first.click()
            self.views.over(CARD, f"{info.title} › window")

    def save(self) -> None:
        """The project menu is there, with all it has, and still saves it."""
        self.page.locator(".st-key-project_menu button").first.click()
        self.page.locator(CARD).wait_for()
        drawn(self.page)
        self.look(CARD, "Your project")
        with self.page.expect_download() as saving:
            self.page.locator(".st-key-save_project a").first.click()
        assert Path(saving.value.path()).stat().st_size > 10_000
        assert_words_only(self.page, self.watch, self.server)


def with_addresses() -> Iterator[str]:
    """All of them in turn, before every ninth the one that pages are tested with: it has many
    addresses."""
    for number, words in enumerate(in_turn()):
        if number % 9 == 0:
            yield ADDRESSES
        yield words


def test_all_views_can_be_read(page: Page, server: Server, trained_workspace: Workspace) -> None:
    project = make_hostile(trained_workspace.current(), with_addresses())
    choose_run(project, next(run.id for run in project.runs.all() if run.kind == "quick"))
    let_go(project.path)
    walked = Walk(page, server, trained_workspace)
    for info in PAGES:
        walked.open(info)
    assert not walked.wrong, "\n".join(walked.wrong)
    assert walked.with_words > len(PAGES) // 2
    walked.save()
    assert not walked.wrong, "\n".join(walked.wrong)
