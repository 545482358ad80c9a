"""What a component sends last arrives, also when its message is lost on the way.

A component waits some seconds before it sends again, so the pages are walked side by side, a tab
each: all lose their message first, then all must have it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from bench.app_server import Server
from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.project.workspace import Workspace
from tests.browser.choose import CLASS, choose
from tests.browser.conftest import drawn
from tests.browser.test_camera import COPY_A_PICTURE
from tests.waiting import until

pytestmark = pytest.mark.browser
DARK_INK, LIGHT_INK = "rgb(36, 34, 31)", "rgb(242, 240, 235)"


class Line:
    """What runs between a page and the server: loses one message, the first that holds `words`."""

    def __init__(self, page: Page) -> None:
        self.words = b""
        self.lost = 0
        page.route_web_socket("**/_stcore/stream", self._between)

    def lose(self, words: str) -> None:
        """Lose the next message with `words` in it; the messages before it arrive."""
        self.words, self.lost = words.encode(), 0

    def _between(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            held = message if isinstance(message, bytes) else message.encode()
            if self.words and not self.lost and self.words in held:
                self.lost += 1
            else:
                server.send(message)

        route.on_message(pass_on)


Walk = Iterator[None]
"""Yields once its message was sent and lost, and goes on when those of the other walks were."""


@dataclass
class Tab:
    """A tab on a workspace that is open in other tabs, too."""

    page: Page
    server: Server
    workspace: Workspace

    def __post_init__(self) -> None:
        self.line = Line(self.page)

    def open(self, path: str) -> Project:
        """Open a page of the workspace and wait until the server is quiet; its project."""
        key = f"{'&' if '?' in path else '?'}w={self.workspace.key}"
        self.page.goto(f"{self.server.url}/{path}{key}")
        drawn(self.page)
        return self.workspace.current()

    def wait(self, true: Callable[[], object], what: str) -> None:
        """Wait for something outside the page, while its messages go on."""
        until(lambda: true() or self.page.wait_for_timeout(50), what=what)

    def wait_for_loss(self) -> None:
        """Wait until the message is lost."""
        self.wait(lambda: self.line.lost, "a message that is lost")


def walk_side_by_side(
    window: BrowserContext,
    server: Server,
    workspace: Workspace,
    ways: Iterable[Callable[[Tab], Walk]],
) -> None:
    """Take all the ways, each in its tab."""
    walks = [way(Tab(window.new_page(), server, workspace)) for way in ways]
    for walk in walks:
        next(walk)
    for walk in walks:
        assert next(walk, "arrived") == "arrived"


@pytest.fixture
def tabs(window: BrowserContext) -> Iterator[BrowserContext]:
    """The window of all tests, in which tabs are opened; they are closed in the end."""
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    stay = window.pages
    yield window
    for page in window.pages:
        if page not in stay:
            page.close()
    window.clear_cookies()
    window.clear_permissions()


def into_class(page: Page, name: str, way: str) -> None:
    choose(page, way)
    choose(page, name, CLASS)


def an_answer(tab: Tab) -> Walk:
    tab.open("questionnaire?q=crop-pad-squish")
    tab.line.lose("Squish bends.")
    tab.page.get_by_placeholder("In your own words").press_sequentially("Squish bends.")
    tab.wait_for_loss()
    yield
    expect(tab.page.get_by_text("Saved in your project.")).to_be_visible()


def a_field_of_a_plan(tab: Tab) -> Walk:
    project = tab.open("objective")
    tab.line.lose("No surprises")
    field = tab.page.get_by_role("textbox").first

    def typed_and_lost() -> bool:
        """Typed again only where the box was drawn again under the words."""
        if field.input_value() != "No surprises":
            field.fill("No surprises")
        return bool(tab.line.lost)

    tab.wait(typed_and_lost, "a message that is lost")
    yield
    tab.wait(lambda: load_plan(project).objective == "No surprises", "the words on disk")


def the_end_of_a_burst(tab: Tab) -> Walk:
    """The last message is lost; the page shows the new class all the same, and a burst that ends
    just when a handful was sent says so, too."""
    page, project = tab.page, tab.open("gather")
    into_class(page, "teddy", "Webcam")
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].some((e) => "
        "(e.shadowRoot ?? e).querySelector('video')?.videoWidth)"
    )
    tab.line.lose('"last":true')
    page.get_by_role("button", name="Hold to take pictures").hover()
    page.mouse.down()
    expect(page.get_by_text("8 kept")).to_be_visible()
    page.mouse.up()
    tab.wait_for_loss()
    yield
    expect(page.get_by_text("Your classes")).to_be_visible()
    expect(page.get_by_text("on their way")).to_have_count(0)
    assert project.dataset.classes()["teddy"] >= 8


def a_pasted_picture(tab: Tab) -> Walk:
    page, project = tab.page, tab.open("gather")
    into_class(page, "teddy", "Files or a ZIP")
    page.get_by_text("Ctrl+V").wait_for()
    page.evaluate(COPY_A_PICTURE)
    tab.line.lose('"pictures"')
    page.get_by_role("button", name="Paste", exact=True).click()
    tab.wait_for_loss()
    yield
    expect(page.get_by_text("1 kept.")).to_be_visible()
    assert project.dataset.classes()["teddy"] == 1


def a_link_in_the_glossary(tab: Tab) -> Walk:
    tab.open("glossary?term=plot_top_losses")
    tab.line.lose('"event":"page"')
    tab.page.locator("a[data-page=evaluate]").locator("visible=true").first.click()
    tab.wait_for_loss()
    yield
    expect(tab.page.locator("h1").first).to_have_text("Evaluate")


def another_theme(tab: Tab) -> Walk:
    """What is painted into a chart takes the colours of the theme, there and back."""
    tab.page.emulate_media(color_scheme="light")
    tab.open("decide")
    label = tab.page.locator(".js-plotly-plot text", has_text="The sure one").first
    expect(label).to_have_css("fill", DARK_INK)
    tab.line.lose('"value":"dark"')
    tab.page.emulate_media(color_scheme="dark")
    tab.wait_for_loss()
    yield
    expect(label).to_have_css("fill", LIGHT_INK)
    tab.page.emulate_media(color_scheme="light")
    expect(label).to_have_css("fill", DARK_INK)


def a_choice_on_the_sorting_wall(tab: Tab) -> Walk:
    project = tab.open("clean")
    wall = tab.page.get_by_role("listbox", name="Pictures to sort")
    expect(wall.get_by_role("option").first).to_be_visible()
    tab.line.lose('"journal"')
    wall.press("k")
    tab.wait_for_loss()
    yield
    tab.wait(project.cleaning.staged, "the choice")
    [choice] = project.cleaning.staged().values()
    assert choice.action == "keep"


def a_picked_picture(tab: Tab) -> Walk:
    tab.open("gather")
    wall = tab.page.get_by_role("listbox", name="Your pictures")
    tab.line.lose('"selected"')
    wall.get_by_role("option").nth(2).click()
    tab.wait_for_loss()
    yield
    expect(tab.page.get_by_role("button", name=re.compile("Delete 1$"))).to_be_enabled()


def an_opened_picture(tab: Tab) -> Walk:
    tab.open("evaluate?pick=class:three")
    tab.page.get_by_role("button", name="Show me without a guess").click()
    wall = tab.page.get_by_role("listbox", name="Selected pictures")
    tab.line.lose('"opened"')
    wall.get_by_role("option").first.click()
    tab.wait_for_loss()
    yield
    expect(tab.page.get_by_role("dialog")).to_be_visible()


def a_picture_to_ask_about(tab: Tab) -> Walk:
    tab.open("predict")
    said = tab.page.get_by_text("You labelled it").inner_text()
    tab.line.lose('"chosen"')
    tab.page.locator("label.picture").nth(1).click()
    tab.wait_for_loss()
    yield
    expect(tab.page.get_by_text("You labelled it")).not_to_have_text(said)


def test_what_is_lost_before_there_is_a_model_arrives(
    tabs: BrowserContext, server: Server, workspace: Workspace
) -> None:
    ways = (an_answer, a_field_of_a_plan, a_link_in_the_glossary, another_theme)
    camera_last = the_end_of_a_burst  # it runs, and costs, until the walk ends
    walk_side_by_side(tabs, server, workspace, (*ways, camera_last))


def test_what_is_lost_where_there_is_a_model_arrives(
    tabs: BrowserContext, server: Server, trained_workspace: Workspace
) -> None:
    ways = (a_choice_on_the_sorting_wall, a_picked_picture, an_opened_picture)
    more = (a_picture_to_ask_about, a_pasted_picture)
    walk_side_by_side(tabs, server, trained_workspace, (*ways, *more))
