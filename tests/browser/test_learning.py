"""What only a browser shows: answers saved while typing, and the glossary's search."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from bench.app_server import Server
from core.learning.pages import page_info
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go, new_window
from tests.waiting import until

pytestmark = pytest.mark.browser


def test_an_answer_is_saved_while_typing_and_survives_a_killed_server(
    page: Page, server: Server, workspace: Workspace
) -> None:
    page.goto(f"{server.url}/questionnaire?q=crop-pad-squish&w={workspace.key}")
    box = page.get_by_placeholder("In your own words")  # an answer box that is ready, not a new one
    box.press_sequentially("Crop loses edges.")
    expect(page.get_by_text("Saved in your project.")).to_be_visible()
    address = page.evaluate("location.href")

    server.kill()
    server.start()
    page.goto(address)
    expect(box).to_have_value("Crop loses edges.")

    box.press("End")
    box.press_sequentially(" Squish bends.")
    page.get_by_role("button", name="Compare with our answer").click()
    expect(page.get_by_text("A good answer has these")).to_be_visible()
    expect(box).to_have_value("Crop loses edges. Squish bends.")
    page.get_by_text("Squish changes shapes", exact=True).click()
    expect(page.get_by_text("You ticked 1 of 4")).to_be_visible()

    go(page, page_info("glossary"))
    page.get_by_label("Find a term").fill("plot_top_losses")
    expect(page.get_by_text("top losses", exact=True)).to_be_visible()
    expect(page.get_by_text("seed", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Clean").locator("visible=true").last.click()
    expect(page.get_by_role("heading", name="Clean")).to_be_visible()


@pytest.fixture
def own_window(browser: Browser) -> Iterator[Page]:
    """A tab in a window of its own: a clock that is held is held for a whole window."""
    context = new_window(browser)
    yield context.new_page()
    context.close()


def test_words_are_not_sent_again_right_behind_a_press(
    own_window: Page, server: Server, workspace: Workspace
) -> None:
    """Streamlit forgets a press that another request follows before the server came to it."""
    page = own_window
    sent: list[str | bytes] = []
    deaf = False

    def between(route: WebSocketRoute) -> None:
        upstream = route.connect_to_server()
        route.on_message(lambda words: sent.append(words) if deaf else upstream.send(words))

    page.clock.install()
    page.route_web_socket("**/_stcore/stream", between)
    page.goto(f"{server.url}/questionnaire?q=crop-pad-squish&w={workspace.key}")
    box = page.get_by_placeholder("In your own words")
    expect(box).to_be_editable()
    drawn(page)
    deaf = True
    page.clock.pause_at(page.evaluate("Date.now() + 2000"))
    box.fill("Crop loses edges.")
    page.clock.run_for(600)
    until(lambda: len(sent) == 1 or page.wait_for_timeout(50), what="the words")
    page.clock.run_for(2700)
    page.get_by_role("button", name="Compare with our answer").click()
    page.clock.run_for(1000)
    until(lambda: len(sent) > 1 or page.wait_for_timeout(50), what="the press")
    assert len(sent) == 2
    page.clock.run_for(4000)
    until(lambda: len(sent) == 3 or page.wait_for_timeout(50), what="the words once more")


def test_words_that_did_not_reach_the_server_come_back_and_are_saved(
    page: Page, server: Server, workspace: Workspace
) -> None:
    """The browser's newer words win over the server's, whatever builds the box anew."""
    lost: list[str | bytes] = []
    deaf = False

    def between(route: WebSocketRoute) -> None:
        upstream = route.connect_to_server()
        route.on_message(lambda words: lost.append(words) if deaf else upstream.send(words))

    page.route_web_socket("**/_stcore/stream", between)
    page.goto(f"{server.url}/questionnaire?q=crop-pad-squish&w={workspace.key}")
    box = page.get_by_placeholder("In your own words")
    box.press_sequentially("Crop loses edges.")
    expect(page.get_by_text("Saved in your project.")).to_be_visible()

    deaf = True
    box.press_sequentially(" Squish bends.")
    page.get_by_role("button", name="Compare with our answer").click()
    expect(page.get_by_text("Saving …")).to_be_visible()
    until(lambda: lost or page.wait_for_timeout(50), what="words that are lost")
    page.reload()
    deaf = False
    page.reload()
    expect(box).to_have_value("Crop loses edges. Squish bends.")
    expect(page.get_by_text("Saved in your project.")).to_be_visible()
    kept = workspace.current().answers.get("crop-pad-squish")
    assert kept is not None and kept.text == "Crop loses edges. Squish bends."
