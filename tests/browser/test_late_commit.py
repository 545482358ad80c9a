"""Words typed into a plan field are on disk without leaving the field; no click is lost by them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from bench.app_server import Server
from core.drivetrain.plan.plan import Lever, Plan, load_plan
from core.learning.pages import page_info
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go
from tests.waiting import until

pytestmark = pytest.mark.browser

WORDS = "Nobody is surprised by a bear"

# The scripts of components come so much later than the page that they belong to.
LATE = """() => {
  const made = URL.createObjectURL.bind(URL)
  URL.revokeObjectURL = () => {}
  URL.createObjectURL = (blob) => blob.type.includes("javascript")
    ? made(new Blob([
        "await new Promise((later) => setTimeout(later, 2000));",
        `export default (await import("${made(blob)}")).default`,
      ], { type: blob.type }))
    : made(blob)
}"""


@pytest.fixture
def place(server: Server, workspace: Workspace) -> tuple[Server, Workspace]:
    """The server, and an empty workspace on its disk."""
    return server, workspace


def opened(page: Page, place: tuple[Server, Workspace], path: str) -> None:
    """Open a page of the workspace and wait until it can be typed into."""
    server, workspace = place
    page.goto(f"{server.url}/{path}?w={workspace.key}")
    expect(page.get_by_role("textbox").first).to_be_editable()
    drawn(page)


def plan_on_disk(place: tuple[Server, Workspace]) -> Plan:
    return load_plan(place[1].current())


def menu_link(page: Page) -> Locator:
    return page.get_by_test_id("stSidebarNav").get_by_role("link", name="Levers", exact=True)


def next_link(page: Page) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("link", name=re.compile("Next: "))


def test_words_are_kept_while_they_are_typed_and_a_click_goes_on(
    place: tuple[Server, Workspace], page: Page
) -> None:
    opened(page, place, "objective")
    words_are_kept_while_the_learner_goes_on_typing(page, place)
    a_click_out_of_the_field_keeps_words_and_goes_on(page, place, menu_link)
    go(page, page_info("objective"))
    a_click_out_of_the_field_keeps_words_and_goes_on(page, place, next_link)
    drawn(page)
    a_lever_is_kept_while_it_is_typed(page, place)


def words_are_kept_while_the_learner_goes_on_typing(
    page: Page, place: tuple[Server, Workspace]
) -> None:
    box = page.get_by_role("textbox").first
    box.click()
    page.keyboard.type(WORDS)
    until(lambda: plan_on_disk(place).objective == WORDS, what="the first words on disk")
    expect(box).to_be_focused()
    page.keyboard.type(", day or night")
    whole = f"{WORDS}, day or night"
    until(lambda: plan_on_disk(place).objective == whole, what="all words on disk")
    expect(box).to_have_value(whole)


def a_click_out_of_the_field_keeps_words_and_goes_on(
    page: Page, place: tuple[Server, Workspace], link: Callable[[Page], Locator]
) -> None:
    page.get_by_role("textbox").first.press("ControlOrMeta+a")
    page.keyboard.type(words := f"{WORDS}: {link.__name__}")
    link(page).click()
    expect(page.locator("h1").first).to_have_text("Levers")
    assert plan_on_disk(place).objective == words


def a_lever_is_kept_while_it_is_typed(page: Page, place: tuple[Server, Workspace]) -> None:
    page.get_by_label("One more lever").click()
    page.keyboard.type("Sound")
    until(lambda: plan_on_disk(place).levers == [Lever(name="Sound")], what="the lever on disk")
    expect(page.get_by_label("One more lever")).to_have_value("")
    page.keyboard.type(" the alarm")
    whole = [Lever(name="Sound the alarm")]
    until(lambda: plan_on_disk(place).levers == whole, what="the whole lever on disk")


def test_a_press_counts_when_the_saved_words_move_the_page_under_it(
    place: tuple[Server, Workspace], page: Page
) -> None:
    """The press makes the field commit; the row for the next lever then pushes the link down."""
    opened(page, place, "levers")
    # By name: where the scripts are not compiled yet, what it takes can be there before it.
    page.get_by_label("One more lever").fill(WORDS)
    link = next_link(page)
    link.scroll_into_view_if_needed()
    before = link.bounding_box()
    assert before
    page.mouse.move(before["x"] + 20, before["y"] + before["height"] / 2)
    page.mouse.down()
    until(lambda: link.bounding_box() != before, what="the link to move")
    page.mouse.up()
    expect(page.locator("h1").first).not_to_have_text("Levers")
    assert [lever.name for lever in plan_on_disk(place).levers] == [WORDS]


def test_words_that_are_typed_before_anything_hears_them_are_kept(
    place: tuple[Server, Workspace], page: Page
) -> None:
    page.add_init_script(f"({LATE})()")
    opened(page, place, "objective")
    page.get_by_role("textbox").first.fill(WORDS)
    until(
        lambda: plan_on_disk(place).objective == WORDS or page.wait_for_timeout(50),
        what="the words on disk",
    )


def test_a_link_waits_for_the_last_words_not_for_earlier_ones(
    place: tuple[Server, Workspace], page: Page
) -> None:
    """An answer to the words of an earlier pause does not let the click overtake the last words."""
    to_server: list[str | bytes] = []
    to_page: list[str | bytes] = []
    held = {"to_server": False, "to_page": False}
    routes: list[tuple[WebSocketRoute, WebSocketRoute]] = []

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        routes.append((route, server))
        route.on_message(lambda m: to_server.append(m) if held["to_server"] else server.send(m))
        server.on_message(lambda m: to_page.append(m) if held["to_page"] else route.send(m))

    page.route_web_socket("**/_stcore/stream", between)
    opened(page, place, "objective")
    page.get_by_role("textbox").first.click()
    held["to_page"] = True
    page.keyboard.type(WORDS)
    said = page.get_by_text("Saved. You can close this page")
    until(lambda: plan_on_disk(place).objective == WORDS or page.wait_for_timeout(50))
    held["to_server"] = True
    page.keyboard.type(", day or night")
    next_link(page).click()
    until(lambda: to_server or page.wait_for_timeout(50), what="the last words")
    held["to_page"] = False
    for message in to_page:
        routes[-1][0].send(message)
    expect(said).to_be_visible()
    page.wait_for_timeout(500)
    assert len(to_server) == 1, "the click overtook the words"
    held["to_server"] = False
    routes[-1][1].send(to_server[0])
    expect(page.locator("h1").first).to_have_text("Levers")
    assert plan_on_disk(place).objective == f"{WORDS}, day or night"


def test_a_tap_on_a_phone_keeps_words_and_goes_on(
    place: tuple[Server, Workspace], phone: Page
) -> None:
    opened(phone, place, "objective")
    phone.get_by_role("textbox").first.tap()
    phone.keyboard.type(WORDS)
    next_link(phone).tap()
    expect(phone.locator("h1").first).to_have_text("Levers")
    assert plan_on_disk(place).objective == WORDS
