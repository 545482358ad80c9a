"""Pictures from a (made-up) webcam and from the clipboard, in a real browser."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.project.workspace import Workspace
from tests.browser.choose import CLASS, choose
from tests.browser.lossy import LossyPage
from tests.waiting import until

pytestmark = pytest.mark.browser

COPY_A_PICTURE = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 300; canvas.height = 200;
  canvas.getContext("2d").fillRect(20, 20, 100, 100);
  const picture = await new Promise((done) => canvas.toBlob(done, "image/png"));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
}"""
NO_CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none'));
}"""


def made_png() -> bytes:
    """A photo as a phone's own camera would bring it."""
    file = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(file, "PNG")
    return file.getvalue()


def gather(
    page: Page, server: Server, workspace: Workspace, way: str
) -> Callable[[], dict[str, int]]:
    """Opens a way in with the class "teddy" chosen; returns what asks for the counts."""
    page.goto(f"{server.url}/gather?w={workspace.key}")
    choose(page, way)
    choose(page, "teddy", CLASS)
    return lambda: workspace.current().dataset.classes()


def all_kept(page: Page, counts: Callable[[], dict[str, int]]) -> int:
    """How many pictures the bursts brought, once the last one is kept and said."""
    expect(page.get_by_text("on their way")).to_have_count(0)
    until(lambda: page.get_by_text(f"{counts()['teddy']} kept").count(), what="the count on screen")
    return counts()["teddy"]


def test_a_burst_goes_into_the_class_and_the_camera_stays_on(
    own_page: Page, server: Server, workspace: Workspace
) -> None:
    """Also where the last message of a burst, and what was pasted, are lost on the way at first."""
    page, line = own_page, LossyPage(own_page)
    counts = gather(page, server, workspace, "Webcam")
    page.get_by_role("button", name="Start the camera").click()
    shoot = page.get_by_role("button", name="Hold to take pictures")
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].some((e) => "
        "(e.shadowRoot ?? e).querySelector('video')?.videoWidth)"
    )
    line.lose('"last":true')
    shoot.hover()
    page.mouse.down()
    until(lambda: counts().get("teddy", 0) >= 8 or page.wait_for_timeout(50), 120, "the burst")
    page.mouse.up()
    line.send_again()
    first = all_kept(page, counts)
    page.locator(".fresh img").first.wait_for()
    expect(page.get_by_role("radio", name="teddy", exact=True)).to_be_checked()
    page.get_by_text("Your classes").wait_for()
    shoot.press(" ", delay=400)
    until(lambda: counts()["teddy"] > first, what="a second burst without a new start")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    before = all_kept(page, counts)
    choose(page, "Files or a ZIP")
    page.get_by_text("Ctrl+V").wait_for()
    page.evaluate(COPY_A_PICTURE)
    line.lose('"pictures"')
    page.get_by_role("button", name="Paste", exact=True).click()
    line.send_again()
    page.get_by_text("1 kept.").wait_for()
    assert counts()["teddy"] == before + 1
    page.keyboard.press("Control+v")
    page.get_by_text("It was here already.").wait_for()

    page.evaluate(NO_CAMERA)
    choose(page, "Webcam")
    page.get_by_role("button", name="Start the camera").click()
    page.locator(".camera .photo").wait_for()
    page.locator(".camera .photo input").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": made_png()}
    )
    until(lambda: counts()["teddy"] == before + 2, what="the photo of the device's own camera")
