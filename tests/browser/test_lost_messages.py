"""What a component sends last arrives, also when its message is lost on the way.

A component waits some seconds before it sends again: the clock of the page is put forward. The
pictures of a webcam and of the clipboard are lost in test_camera.py.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.drivetrain.plan.plan import load_plan
from core.learning.pages import page_info
from core.project.project import Project
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go
from tests.browser.lossy import RETRY_MS, LossyPage
from tests.waiting import until

pytestmark = pytest.mark.browser
DARK_INK, LIGHT_INK = "rgb(36, 34, 31)", "rgb(242, 240, 235)"


@dataclass
class Tab:
    """A tab that loses a message, and the project that is open in it."""

    page: Page
    line: LossyPage
    project: Project

    def wait(self, true: Callable[[], object], what: str) -> None:
        """Wait for something outside the page, while the page goes on."""
        until(lambda: true() or self.page.wait_for_timeout(50), what=what)


def an_answer(tab: Tab) -> None:
    """On the question that the tab was opened at. Words are not sent again right behind a press:
    Streamlit forgets a press that another request follows before the server came to it."""
    page, line = tab.page, tab.line
    line.lose("", times=3)
    page.clock.pause_at(page.evaluate("Date.now() + 2000"))
    page.get_by_placeholder("In your own words").fill("Squish bends.")
    page.clock.run_for(600)
    until(lambda: line.lost() == 1, what="the words")
    page.clock.run_for(2700)
    page.get_by_role("button", name="Compare with our answer").click()
    page.clock.run_for(1000)
    until(lambda: line.lost() > 1, what="the press")
    assert line.lost() == 2
    page.clock.run_for(4000)
    until(lambda: line.lost() == 3, what="the words once more")
    page.clock.resume()
    page.clock.fast_forward(2 * RETRY_MS)
    page.get_by_text("Saved in your project.").wait_for()


def a_field_of_a_plan(tab: Tab) -> None:
    go(tab.page, page_info("objective"))
    field = tab.page.get_by_test_id("stMain").locator("textarea").first
    tab.line.lose("No surprises")
    field.fill("No surprises")
    tab.line.send_again()
    tab.wait(lambda: load_plan(tab.project).objective == "No surprises", "the words on disk")


def a_link_in_the_glossary(tab: Tab) -> None:
    go(tab.page, page_info("glossary"))
    tab.line.lose('"event":"page"')
    tab.page.locator("a[data-page=evaluate]").locator("visible=true").first.click()
    tab.line.send_again()
    tab.page.locator("h1", has_text=page_info("evaluate").title).wait_for()


def another_theme(tab: Tab) -> None:
    """What is painted into a chart takes the colours of the theme, there and back."""
    go(tab.page, page_info("decide"))
    label = tab.page.locator(".js-plotly-plot text", has_text="The sure one").first
    expect(label).to_have_css("fill", DARK_INK)
    tab.line.lose('"value":"dark"')
    tab.page.emulate_media(color_scheme="dark")
    tab.line.send_again()
    expect(label).to_have_css("fill", LIGHT_INK)
    tab.page.emulate_media(color_scheme="light")
    expect(label).to_have_css("fill", DARK_INK)


def a_choice_on_the_sorting_wall(tab: Tab) -> None:
    go(tab.page, page_info("clean"))
    wall = tab.page.get_by_role("listbox", name="Pictures to sort")
    wall.get_by_role("option").first.wait_for()
    tab.line.lose('"journal"')
    wall.press("k")
    tab.line.send_again()
    tab.wait(tab.project.cleaning.staged, "the choice")
    [choice] = tab.project.cleaning.staged().values()
    assert choice.action == "keep"


def a_picked_picture(tab: Tab) -> None:
    go(tab.page, page_info("gather"))
    wall = tab.page.get_by_role("listbox", name="Your pictures")
    tab.line.lose('"selected"')
    wall.get_by_role("option").nth(2).click()
    tab.line.send_again()
    expect(tab.page.get_by_role("button", name=re.compile("Delete 1$"))).to_be_enabled()


def an_opened_picture(tab: Tab) -> None:
    """Of those that the tab was opened at."""
    tab.page.get_by_role("button", name="Show me without a guess").click()
    wall = tab.page.get_by_role("listbox", name="Selected pictures")
    tab.line.lose('"opened"')
    wall.get_by_role("option").first.click()
    tab.line.send_again()
    tab.page.get_by_role("dialog").wait_for()
    tab.page.keyboard.press("Escape")


def a_picture_to_ask_about(tab: Tab) -> None:
    go(tab.page, page_info("predict"))
    known = tab.page.get_by_text("You labelled it")
    said = known.inner_text()
    tab.line.lose('"chosen"')
    tab.page.locator("label.picture").nth(1).click()
    tab.line.send_again()
    expect(known).not_to_have_text(said)


Way = Callable[[Tab], None]


def walk(page: Page, server: Server, workspace: Workspace, at: str, ways: Iterable[Way]) -> None:
    """Take all the ways in a tab that is opened `at` a page."""
    tab = Tab(page, LossyPage(page), workspace.current())
    page.goto(f"{server.url}/{at}&w={workspace.key}")
    drawn(page)
    for way in ways:
        way(tab)


def test_what_is_lost_before_there_is_a_model_arrives(
    own_page: Page, server: Server, workspace: Workspace
) -> None:
    ways = (an_answer, a_field_of_a_plan, another_theme, a_link_in_the_glossary)
    walk(own_page, server, workspace, "questionnaire?q=crop-pad-squish", ways)


def test_what_is_lost_where_there_is_a_model_arrives(
    own_page: Page, server: Server, trained_workspace: Workspace
) -> None:
    seen = (an_opened_picture, a_choice_on_the_sorting_wall)
    chosen = (a_picture_to_ask_about, a_picked_picture)
    walk(own_page, server, trained_workspace, "evaluate?pick=class:three", (*seen, *chosen))
