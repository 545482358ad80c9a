"""A press does what it says: nothing scrolls under it, a finger scrolls charts and picks on them,
the focus is never lost, and a link is one step back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bench.app_server import Server
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.learning.pages import page_info
from core.learning.paths.paths import Place, go_to, guided_paths
from core.project.guesses import CHEAPEST, MIX_UP, save_guess
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.runs import chosen_run
from tests.browser.conftest import PATIENCE_MS, drawn, go, with_motion
from tests.waiting import until

pytestmark = pytest.mark.browser
CHARTS = {
    "Confusion matrix": "confusion",
    "Class by class": "class_scores",
    "How sure": "confidence_bars",
    "Calibration": "reliability",
    "Map": "evaluate_map_chart_0",
}
PHONE = {"width": 390, "height": 844}
WATCH = """
  const top = () => document.querySelector("[data-testid=stMain]")?.scrollTop
  let before
  window.pressed = 0
  addEventListener("pointerdown", () => { before = top(); window.pressed += 1 }, true)
  addEventListener("pointerup", () => {
    if (top() !== before) window.scrolled = [before, top()]
  }, true)
"""
COUNT_WALLS = """
  window.walls = 0
  const wall = ".st-key-gather_wall"
  const count = one => one.matches?.(wall) ? 1 : one.querySelectorAll?.(wall).length ?? 0
  const added = changes => changes.flatMap(change => [...change.addedNodes])
  new MutationObserver(changes => added(changes).forEach(one => window.walls += count(one)))
    .observe(document, { childList: true, subtree: true })
"""
FOCUSED = """() => {
  let one = document.activeElement
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  return one.getAttribute("role")
}"""


@pytest.fixture
def ready(trained_workspace: Workspace) -> Workspace:
    """A trained project with a plan, its guesses made."""
    project = trained_workspace.current()
    levers = [Lever(name=f"Treat as {name}") for name in project.dataset.classes()]
    save_plan(project, Plan(levers=levers))
    run = chosen_run(project)
    assert run is not None
    save_guess(project, MIX_UP, None, run.id)
    save_guess(project, CHEAPEST, None)
    return trained_workspace


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A tab of a phone, touched by fingers."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def scrolled(page: Page) -> float:
    """How far down the page is."""
    return float(page.get_by_test_id("stMain").evaluate("main => main.scrollTop"))


def pressed(page: Page, target: Locator) -> None:
    """Press with the mouse in the middle of what a wheel has brought into view, and lift."""
    for _ in range(30):
        box = target.bounding_box()
        if box is None:  # drawn again just now
            page.wait_for_timeout(100)
            continue
        if 80 < box["y"] < 600:
            break
        page.mouse.move(700, 450)
        page.mouse.wheel(0, box["y"] - 350)
        page.wait_for_timeout(400)
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(120)
    page.mouse.up()


def swiped(page: Page, target: Locator) -> float:
    """How far the page went with a finger that was drawn upwards over the target by 200 px."""
    target.evaluate("one => one.scrollIntoView({ block: 'center' })")
    box, before = target.bounding_box(), scrolled(page)
    if box is None:  # drawn again just now
        return 0
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for at, name in [(0, "Start"), *((20 * n, "Move") for n in range(1, 11)), (200, "End")]:
        points = [] if name == "End" else [{"x": x, "y": y - at}]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{name}", "touchPoints": points})
    page.wait_for_timeout(300)
    return scrolled(page) - before


def tapped(page: Page, target: Locator) -> str:
    """The address after a tap in the middle of it, whatever lies on top there."""
    drawn(page)
    target.evaluate("one => one.scrollIntoView({ block: 'center' })")
    box = target.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(1500)
    return page.url


def nothing_scrolled(page: Page, presses: int) -> None:
    """Whether the page stayed where it was in each of so many presses at least."""
    assert page.evaluate("window.pressed") >= presses
    assert page.evaluate("window.scrolled ?? null") is None


def test_nothing_scrolls_under_a_press_and_the_focus_stays(
    server: Server, ready: Workspace, page: Page
) -> None:
    project = ready.current()
    page.add_init_script(WATCH)
    with_motion(page).goto(f"{server.url}/clean?w={ready.key}")
    drawn(page)
    sort_below_the_fold(page, project)
    history(page)
    escape_and_arrows(page)
    every_other_wall(page)
    nothing_scrolled(page, 8)


def sort_below_the_fold(page: Page, project: Project) -> None:
    """The picture that was clicked is the one that the next key hits."""
    cards = page.get_by_role("listbox", name="Pictures to sort").get_by_role("option")
    pressed(page, cards.nth(30))
    expect(cards.nth(30)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Delete")
    expect(cards.nth(30).locator(".badge")).to_be_visible()
    pressed(page, cards.nth(2))
    expect(cards.nth(2)).to_have_attribute("aria-selected", "true")
    until(lambda: len(project.cleaning.staged()) == 1, what="one choice on disk")


def history(page: Page) -> None:
    """From a view to another page is one step, and back is the view."""
    go(page, page_info("evaluate"))
    page.get_by_test_id("stMain").get_by_text("How sure", exact=True).click()
    page.wait_for_url("**look=*")
    drawn(page)
    before = page.evaluate("history.length")
    go(page, page_info("clean"))
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_url("**/evaluate?*look=*")
    drawn(page)


def escape_and_arrows(page: Page) -> None:
    """A card that is closed gives the focus back, and a slider keeps it while it moves."""
    tiles = page.get_by_role("listbox", name="Selected pictures").get_by_role("option")
    pressed(page, tiles.nth(3))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    until(lambda: page.evaluate(FOCUSED) == "option", what="the focus on the picture")
    go(page, page_info("decide"))
    slider = page.get_by_role("slider").first
    slider.focus()
    said = slider.get_attribute("aria-valuetext") or ""
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", said)
    drawn(page)
    expect(slider).to_be_focused()
    lands_on_top(page)


def every_other_wall(page: Page) -> None:
    """The pictures of Gather, the row of Predict and a link of the glossary are those pressed."""
    go(page, page_info("gather"))
    picture = page.get_by_role("listbox", name="Your pictures").get_by_role("option").nth(31)
    pressed(page, picture)
    expect(picture).to_have_attribute("aria-selected", "true")
    go(page, page_info("predict"))
    choices = page.get_by_role("radiogroup").locator("label.picture")
    pressed(page, choices.nth(2))
    expect(choices.nth(2).locator("input")).to_be_checked()
    go(page, page_info("glossary"))
    pressed(page, page.locator("a[data-page]").nth(9))
    page.wait_for_url(lambda url: "/glossary" not in url)


def lands_on_top(page: Page) -> None:
    """A button at the bottom of a part leads to the top of the next one."""
    on = page.locator(".st-key-decide_part_next button")
    on.scroll_into_view_if_needed()
    below = scrolled(page)
    pressed(page, on)
    until(lambda: scrolled(page) < min(below, 300), what="the top of the next part")


def test_a_finger_scrolls_and_one_tap_picks(server: Server, ready: Workspace, phone: Page) -> None:
    paths = guided_paths()["class"]
    stop = next(n for n, one in enumerate(paths.stops) if one.page == "gather")
    go_to(ready.current(), Place(paths, stop))
    phone.goto(f"{server.url}/clean?w={ready.key}")
    drawn(phone)
    bars_stay(phone)
    charts_scroll_and_pick(phone)


def bars_stay(phone: Page) -> None:
    """What can be done with pictures is one row that stays, far down on a wall."""
    far_down(phone, "Pictures to sort")
    title_stays(phone)
    bar = phone.locator(".tools").bounding_box()
    assert bar and bar["y"] < 100 and bar["height"] < 80  # one row, below Streamlit's own
    leave_for(phone, "gather")
    far_down(phone, "Your pictures").tap()
    title_stays(phone)
    delete = phone.locator(".st-key-gather_delete button")
    expect(delete).to_be_enabled()
    drawn(phone)
    place = delete.bounding_box()
    assert place and 0 <= place["y"] < 140


def leave_for(phone: Page, page: str) -> None:
    """Follow the menu, which is folded away on a phone, to a page."""
    menu = phone.get_by_test_id("stSidebarNav").locator(f"a[href$='/{page}']")
    menu.dispatch_event("click")
    phone.wait_for_url(f"**/{page}?*")
    phone.locator("h1", has_text=page_info(page).title).wait_for()
    drawn(phone)


def title_stays(phone: Page) -> None:
    """The title and what the guide says are in one slim bar, far down, too."""
    bar = phone.locator("[data-testid=stLayoutWrapper]:has(> .st-key-page_bar)")
    box = bar.bounding_box()
    assert box and box["y"] == 0 and box["height"] <= 56
    assert bar.evaluate("one => one.scrollHeight - one.clientHeight") <= 0
    assert phone.locator(".st-key-path_ways").first.is_visible()


def far_down(page: Page, wall: str) -> Locator:
    """A picture far down on a wall, brought to the middle of the screen."""
    picture = page.get_by_role("listbox", name=wall).get_by_role("option").nth(30)
    picture.evaluate("one => one.scrollIntoView({ block: 'center' })")
    return picture


def charts_scroll_and_pick(phone: Page) -> None:
    """A finger moves the page over every chart, and one tap picks."""
    leave_for(phone, "evaluate")
    for view, key in CHARTS.items():
        phone.get_by_test_id("stMain").get_by_text(view, exact=True).first.tap()
        chart = phone.locator(f".st-key-{key} .nsewdrag").first
        make = phone.locator(".st-key-evaluate_map_make button")  # where nobody has looked yet
        chart.or_(make).first.wait_for(state="attached")
        if make.count():
            make.tap()
        chart.wait_for(state="attached")
        drawn(phone)
        until(lambda chart=chart: swiped(phone, chart) > 100, what=f"the page moves: {view}")
        expect(phone.locator("[class*=st-key-for_fingers_]")).to_be_visible()
    point = phone.locator(".st-key-evaluate_map_chart_0 path.point").first
    until(lambda: "pick=" in tapped(phone, point), what="one tap picks its picture")
    shown = phone.locator("[class*=st-key-in_view_]")
    until(
        lambda: 0 < (shown.bounding_box() or {"y": -1})["y"] < 600, what="what was picked is seen"
    )


def test_a_wall_is_not_drawn_again_when_its_check_ends(
    server: Server, ready: Workspace, page: Page
) -> None:
    page.add_init_script(COUNT_WALLS)
    page.goto(f"{server.url}/gather?w={ready.key}")
    page.get_by_role("listbox", name="Your pictures").wait_for()
    page.locator(".st-key-gather_finding").wait_for()  # what the check found
    drawn(page)
    assert page.evaluate("window.walls") == 1
