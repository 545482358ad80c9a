"""Home to a taught camera model: two scenes before a drawn camera, and one picture put right."""

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.app_server import Server
from core.learning.pages import page_info
from core.live.here import can_judge_there
from core.project.project import Project
from core.project.workspace import Workspace
from tests.browser.conftest import drawn, go
from tests.browser.drawn_camera import draw_a_camera, hold_up
from tests.core.deploy.decided import decide
from tests.waiting import until

pytestmark = pytest.mark.browser
SCENES = ("ball", "fence")
ENOUGH = 5
NO_CAMERA = """() => {
  const refused = new DOMException("", "NotAllowedError");
  navigator.mediaDevices.getUserMedia = () => Promise.reject(refused);
}"""


def enough(project: Project, classes: int) -> bool:
    """Whether so many classes have pictures to learn from and to be checked on."""
    counts = project.dataset.classes().values()
    return len(counts) == classes and min(counts) >= ENOUGH


def relabelled(page: Page, picture: Locator, said: str | None) -> bool:
    """Whether the second class was given to a picture that said this; what was judged meanwhile may
    have drawn the map again between the focus and the key."""
    picture.press("2")
    page.wait_for_timeout(500)
    return picture.get_attribute("aria-label") != said


def test_from_home_to_a_taught_camera_model(
    page: Page, server: Server, workspace: Workspace
) -> None:
    page.goto(f"{server.url}/?w={workspace.key}")
    drawn(page)
    page.locator(".st-key-door_live button").click()
    project = workspace.current()
    start = page.locator(".live .start")
    page.evaluate(NO_CAMERA)
    start.click()
    expect(page.locator(".live .why")).not_to_be_empty()

    draw_a_camera(page)
    start.click()
    for slot, scene in enumerate(SCENES):
        hold_up(page, scene)
        page.locator(".live .hold").nth(slot).hover()
        page.mouse.down()
        until(lambda: enough(project, slot + 1), what=scene)  # noqa: B023
        page.mouse.up()
    names = [page.locator(".live input.name").nth(slot).input_value() for slot in (0, 1)]
    for slot, scene in enumerate(SCENES):
        hold_up(page, scene)
        expect(page.locator(".live .bar[data-best=true]")).to_contain_text(names[slot])

    first = page.locator(".live .map .picture").first
    said = first.get_attribute("aria-label")
    drawn(page)
    until(lambda: relabelled(page, first, said), 240, "another class")  # behind what was taken
    expect(first).to_have_attribute("data-wrong", "true")
    until(lambda: page.locator(".live .fool img").count() == 1, what="what it is surest of wrongly")
    page.locator(".live .undo").click()
    expect(first).to_have_attribute("data-wrong", "false")

    on_top = page.locator(".live .map .picture").last
    on_top.scroll_into_view_if_needed()
    on_top.hover()
    page.mouse.down()
    box = page.locator(".live .map").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=6)
    before = project.dataset.classes()
    page.mouse.up()
    until(lambda: project.dataset.classes() != before, what="the picture that was dragged")
    page.locator(".live .undo").click()
    until(lambda: project.dataset.classes() == before, what="the picture put back")

    page.locator(".st-key-live_go_on button").click()
    expect(page.get_by_role("heading", name=page_info("evaluate").title)).to_be_visible()
    until(lambda: project.runs.all() and project.runs.all()[0].status == "finished", what="a model")
    decide(project)
    go(page, page_info("predict"))
    page.get_by_text("Webcam", exact=True).click()
    page.locator(".live .start").click()
    hold_up(page, SCENES[1])
    expect(page.locator(".live .bar[data-best=true]")).to_contain_text(names[1])
    expect(page.locator(".live .scene")).to_be_visible()
    place = "here" if can_judge_there() else "server"
    expect(page.locator(".live")).to_have_attribute("data-judged", place)
    hold_up(page, SCENES[0])
    expect(page.locator(".live .bar[data-best=true]")).to_contain_text(names[0])
    page.locator(".live .closer").click()
    expect(page.get_by_alt_text("The picture you ask about")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
