"""What a component sends last arrives, also when its message is lost on the way."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from bench.app_server import Server
from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.project.workspace import Workspace
from tests.browser.test_camera import COPY_A_PICTURE
from tests.keys import template_key
from tests.waiting import until

pytestmark = pytest.mark.browser


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


@pytest.fixture(scope="module")
def trained_key(shared_server: Server, _template_home: Callable[[str], Path]) -> str:
    """The key of a workspace with a trained project on the server's disk."""
    shutil.copytree(_template_home("trained"), shared_server.home, dirs_exist_ok=True)
    return template_key("trained")


@pytest.fixture
def trained_one(server: Server, trained_key: str) -> Workspace:
    """The workspace of the trained project."""
    return Workspace.open(trained_key)


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


def opened(page: Page, server: Server, workspace: Workspace, path: str) -> Project:
    """Open a page of the workspace and wait until the server is quiet; its project."""
    project = workspace.current()
    page.goto(f"{server.url}/{path}{'&' if '?' in path else '?'}w={workspace.key}")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return project


def into_teddy(page: Page, way: str) -> None:
    page.get_by_text(way, exact=True).click()
    chosen = page.locator("[data-testid=stSelectbox] input").first
    chosen.fill("teddy")
    chosen.press("Enter")


def test_an_answer(page: Page, line: Line, server: Server, workspace: Workspace) -> None:
    opened(page, server, workspace, "questionnaire?q=crop-pad-squish")
    line.lose("Squish bends.")
    page.get_by_placeholder("In your own words").press_sequentially("Squish bends.")
    expect(page.get_by_text("Saved in your project.")).to_be_visible()
    assert line.lost


def test_a_field_of_a_plan(page: Page, line: Line, server: Server, workspace: Workspace) -> None:
    project = opened(page, server, workspace, "objective")
    line.lose("No surprises")
    page.get_by_role("textbox").first.fill("No surprises")
    until(
        lambda: load_plan(project).objective == "No surprises" or page.wait_for_timeout(50),
        what="the words on disk",
    )
    assert line.lost


def test_the_end_of_a_burst(page: Page, line: Line, server: Server, workspace: Workspace) -> None:
    """The last message is lost; the page shows the new class all the same, and a burst that ends
    just when a handful was sent says so, too."""
    project = opened(page, server, workspace, "gather")
    into_teddy(page, "Webcam")
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].some((e) => "
        "(e.shadowRoot ?? e).querySelector('video')?.videoWidth)"
    )
    line.lose('"last":true')
    page.get_by_role("button", name="Hold to take pictures").hover()
    page.mouse.down()
    expect(page.get_by_text("8 kept")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_text("Your classes")).to_be_visible()
    expect(page.get_by_text("on their way")).to_have_count(0)
    assert line.lost and project.dataset.classes()["teddy"] >= 8


def test_a_pasted_picture(page: Page, line: Line, server: Server, workspace: Workspace) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    project = opened(page, server, workspace, "gather")
    into_teddy(page, "Files or a ZIP")
    page.get_by_text("Ctrl+V").wait_for()
    page.evaluate(COPY_A_PICTURE)
    line.lose('"pictures"')
    page.get_by_role("button", name="Paste", exact=True).click()
    expect(page.get_by_text("1 kept.")).to_be_visible()
    assert line.lost and project.dataset.classes() == {"teddy": 1}


def test_a_choice_on_the_sorting_wall(
    page: Page, line: Line, server: Server, trained_one: Workspace
) -> None:
    project = opened(page, server, trained_one, "clean")
    wall = page.get_by_role("listbox", name="Pictures to sort")
    expect(wall.get_by_role("option").first).to_be_visible()
    line.lose('"journal"')
    wall.press("k")
    until(lambda: project.cleaning.staged() or page.wait_for_timeout(50), what="the choice")
    [choice] = project.cleaning.staged().values()
    assert line.lost and choice.action == "keep"


def test_a_picked_picture(page: Page, line: Line, server: Server, trained_one: Workspace) -> None:
    opened(page, server, trained_one, "gather")
    wall = page.get_by_role("listbox", name="Your pictures")
    line.lose('"selected"')
    wall.get_by_role("option").nth(2).click()
    expect(page.get_by_role("button", name=re.compile("Delete 1$"))).to_be_enabled()
    assert line.lost


def test_an_opened_picture(page: Page, line: Line, server: Server, trained_one: Workspace) -> None:
    opened(page, server, trained_one, "evaluate?pick=class:three")
    page.get_by_role("button", name="Show me without a guess").click()
    wall = page.get_by_role("listbox", name="Selected pictures")
    line.lose('"opened"')
    wall.get_by_role("option").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert line.lost


def test_a_picture_to_ask_about(
    page: Page, line: Line, server: Server, trained_one: Workspace
) -> None:
    opened(page, server, trained_one, "predict")
    said = page.get_by_text("You labelled it").inner_text()
    line.lose('"chosen"')
    page.locator("label.picture").nth(1).click()
    until(lambda: line.lost or page.wait_for_timeout(50), what="the choice")
    expect(page.get_by_text("You labelled it")).not_to_have_text(said)


def test_a_link_in_the_glossary(
    page: Page, line: Line, server: Server, workspace: Workspace
) -> None:
    opened(page, server, workspace, "glossary?term=plot_top_losses")
    line.lose('"event":"page"')
    page.locator("a[data-page=evaluate]").locator("visible=true").first.click()
    expect(page.locator("h1").first).to_have_text("Evaluate")
    assert line.lost


def test_another_theme(page: Page, line: Line, server: Server, workspace: Workspace) -> None:
    page.emulate_media(color_scheme="light")
    opened(page, server, workspace, "decide")
    label = page.locator(".js-plotly-plot text", has_text="The sure one").first
    expect(label).to_have_css("fill", "rgb(36, 34, 31)")
    line.lose('"value":"dark"')
    page.emulate_media(color_scheme="dark")
    expect(label).to_have_css("fill", "rgb(242, 240, 235)")
    assert line.lost
