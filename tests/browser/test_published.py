"""A stranger's phone gets an answer from a learner's model, until the learner ends it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.app_server import Server
from core.deploy.published.publication import publication_of
from core.deploy.published.table import measured_times
from core.project.workspace import Workspace
from tests.browser.conftest import drawn
from tests.core.deploy.decided import decide
from tests.waiting import until

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A browser of somebody else: another size, no cookie, and what it complains about noted."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    yield page
    context.close()


def published(page: Page, server: Server, workspace: Workspace) -> str:
    """The learner presses *Publish*: the address as this test reaches it."""
    page.goto(f"{server.url}/deploy?w={workspace.key}")
    drawn(page)
    page.locator(".st-key-publish button").click()
    expect(page.locator(".st-key-unpublish button")).to_be_visible()
    address = page.locator("[data-testid=stCode]").first.inner_text().strip()
    expect(page.get_by_role("img", name=address)).to_be_visible()
    return f"{server.url}{urlsplit(address).path}"


def test_from_publish_to_an_answer_to_the_end(
    page: Page, phone: Page, server: Server, trained_workspace: Workspace, bears: Path
) -> None:
    project = trained_workspace.current()
    decision = decide(project, look=0.0)
    address = published(page, server, trained_workspace)
    for part in (the_keyboard_is_enough, no_picture_is_said, the_live_camera_can_be_stopped):
        phone.goto(address)
        part(phone)
    complaints: list[str] = []
    hosts: set[str] = set()
    phone.on("console", lambda message: complaints.append(message.text))
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    phone.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text(project.name)
    phone.set_input_files("#choose", sorted((bears / "teddy").iterdir())[0])
    expect(phone.locator("#answer")).to_be_visible()
    classes = list(project.dataset.classes())
    expect(phone.locator("#bars li")).to_have_count(len(classes))
    assert any(name in phone.locator("#label").inner_text() for name in classes)
    assert phone.locator("#action").inner_text().split("\n")[-1] in decision.rule.names
    assert phone.locator("#spoken").inner_text()
    tell_how_fast(phone, public_id := address.split("/")[-2])
    assert complaints == [] and hosts <= {"", f"localhost:{server.port}"}
    assert phone.context.cookies() == []
    assert public_id not in trained_workspace.key

    page.locator(".st-key-unpublish button").click()
    expect(page.locator(".st-key-publish button")).to_be_visible()
    phone.set_input_files("#choose", sorted((bears / "teddy").iterdir())[1])
    expect(phone.get_by_role("alert")).to_be_visible()
    assert (phone.goto(address) or pytest.fail("no answer")).status == 404
    assert publication_of(project) is None


def tell_how_fast(phone: Page, public_id: str) -> None:
    """The visitor presses the button, and the figure is kept for the owner."""
    assert measured_times(public_id) == []
    phone.locator("#tell").click()
    until(lambda: measured_times(public_id) or phone.wait_for_timeout(50), what="the figure")
    expect(phone.locator("#told")).not_to_be_empty()


def the_keyboard_is_enough(phone: Page) -> None:
    reached = []
    for _ in range(3):
        phone.keyboard.press("Tab")
        reached.append(phone.evaluate("document.activeElement.id"))
    assert reached == ["take", "choose", "live"]
    with phone.expect_file_chooser():
        phone.locator("#choose").focus()
        phone.keyboard.press("Enter")


def no_picture_is_said(phone: Page) -> None:
    odd = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    phone.set_input_files("#choose", odd)
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.locator("#answer")).to_be_hidden()


def the_live_camera_can_be_stopped(phone: Page) -> None:
    """It asks again and again, and no more once it is stopped."""
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    live = phone.locator("#live")
    live.click()
    until(lambda: len(asked) > 3 or phone.wait_for_timeout(50), what="four questions")
    expect(phone.locator("#camera")).to_be_visible()
    live.click()
    expect(phone.locator("#camera")).to_be_hidden()
    phone.wait_for_timeout(600)
    count = len(asked)
    phone.wait_for_timeout(1_000)
    assert len(asked) == count
