"""The two-minute paths of "In the world", on real photos."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.drivetrain.plan.plan import load_plan
from core.evaluation.novelty_line import FALSE_CALLS
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.bear_sets import add_bears
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from core.world.drift.arrivals import FEWEST, Kind
from core.world.drift.kept import monitoring
from core.world.loop.check import loop_checks
from core.world.rollout.camp import A_NIGHT
from core.world.rollout.diary import diary
from core.world.rollout.protocol import LINES
from tests.browser.conftest import Server, drawn
from ui.world.drift.choose import KIND_WORDS
from ui.world.really_well import CASES

pytestmark = [pytest.mark.browser, pytest.mark.photos]

EACH = 16
WORLDS = pytest.mark.parametrize("world", ["bears", "Bear World"])
PARTS_TO_GUESS = {  # the part after it → what a guess gives way to
    "Nights 21 to 30": "[data-testid=stMetric] >> nth=0",
    "What it costs": ".st-key-rollout_mornings",
    "Protocol": ".st-key-rollout_nights",
}


def _trained_on(bears: Path, project: Project) -> None:
    _taken_in(bears, project, EACH)
    train_quick(project)


def _taken_in(bears: Path, project: Project, each: int) -> None:
    files = [file for label in sorted(bears.iterdir()) for file in sorted(label.iterdir())[:each]]
    take_in(
        project, from_folder((one.relative_to(bears).as_posix(), one.read_bytes()) for one in files)
    )


def _trained_in(world: str, bears: Path, project: Project) -> None:
    if world == "bears":
        _trained_on(bears, project)
    else:
        add_bears(project, per_class=EACH)
        train_quick(project)


@WORLDS
def test_a_model_meets_the_night_and_learns_to_ask_and_from_itself(
    page: Page, server: Server, workspace: Workspace, bears: Path, world: str
) -> None:
    project = workspace.current()
    _trained_in(world, bears, project)

    page.goto(f"{server.url}/domain?w={workspace.key}")
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.get_by_text("Sure and wrong here")).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Then: A line").click()
    page.get_by_text("The model's own doubt").first.click()
    page.get_by_role("button", name="Lock in my guess").click()
    page.get_by_role("button", name="Use this line").click()
    expect(page.get_by_role("button", name="Remove the line")).to_be_visible(timeout=30_000)
    assert project.settings.get(FALSE_CALLS) is not None

    page.get_by_role("button", name="Then: Teach it").click()
    page.get_by_role("button", name="Show me without a guess").click()
    expect(page.get_by_text("Here, after")).to_be_visible(timeout=60_000)
    for part, shows in (("Two possible", "Reached here"), ("Something else", "Right at home")):
        page.get_by_role("button", name=f"Then: {part}").click()
        page.get_by_role("button", name="Show me without a guess").click()
        expect(page.get_by_text(shows).first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Then: Break it").click()
    page.get_by_role("button", name="Start two minutes").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()

    page.goto(f"{server.url}/loop?w={workspace.key}")
    for part in ("Two towns", "What if"):
        page.get_by_role("button", name="Show me without a guess").click()
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
        page.get_by_role("button", name=f"Then: {part}").click()
    for number in range(3 * len(CASES)):
        box = page.get_by_role("textbox").nth(number)
        box.fill("Anna")
        box.press("Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    assert len(loop_checks(project)) == len(CASES)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@WORLDS
def test_thirty_nights_in_two_minutes(
    page: Page, server: Server, workspace: Workspace, bears: Path, world: str
) -> None:
    project = workspace.current()
    _trained_in(world, bears, project)

    page.goto(f"{server.url}/rollout?w={workspace.key}&nights=7")
    page.get_by_role("button", name="Write these rules down").click()
    page.get_by_role("button", name="Then: Nights 1 to 10").click()
    page.get_by_role("button", name="Lock in my guess").click()
    page.locator(".desk .acts button").first.click()
    page.locator(".desk").focus()
    for _ in range(A_NIGHT - 1):
        page.keyboard.press("2")
    page.get_by_role("heading", name="Night 2").wait_for()
    run = chosen_run(project)
    assert run is not None
    (night,) = diary(project, run, 7).nights
    first, second = sorted(project.dataset.classes())[:2]
    assert night.said == [first, *[second] * (A_NIGHT - 1)]

    page.get_by_role("button", name="A colleague does").click()
    page.get_by_role("button", name="Then: Nights 11 to 20").click()
    drawn(page)  # else the button of the ten nights before may be met
    page.get_by_role("button", name="A colleague does").click()
    for then, shows in PARTS_TO_GUESS.items():
        page.get_by_role("button", name="Show me without a guess").click()
        page.locator(shows).wait_for()
        page.get_by_role("button", name=f"Then: {then}").click()
        drawn(page)
    for line in LINES:
        page.locator(f".st-key-protocol_{line}_{project.id} input").fill("Anna")
    page.get_by_role("button", name="Write it into my report").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    with page.expect_download() as sent:
        page.get_by_role("button", name="PDF for the wall").click()
    assert Path(sent.value.path()).read_bytes().startswith(b"%PDF")


@WORLDS
def test_a_year_of_ones_own_pictures_ends_with_a_sentence_in_the_plan(
    page: Page, server: Server, workspace: Workspace, bears: Path, world: str
) -> None:
    project = workspace.current()
    if world == "bears":
        _taken_in(bears, project, FEWEST // 3)
        kind: Kind = "both"
    else:
        add_bears(project, per_class=FEWEST // 3)
        kind = "mix"  # Bear World's own year would have all its pictures looked at
    page.goto(f"{server.url}/drift?w={workspace.key}&year={KIND_WORDS[kind].name}")
    page.get_by_role("button", name="Lock in my guess").click()
    page.get_by_role("button", name="Then: Your plan").click()
    page.get_by_text("Every month", exact=True).click()
    page.get_by_role("button", name="Then: What was true").click()
    page.get_by_text("Never retrain", exact=True).click()
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.get_by_text("What the year cost")).to_be_visible()
    page.get_by_role("button", name="Then: Keep it").click()
    page.get_by_role("button", name="Keep this sentence").click()
    expect(page.get_by_role("button", name="Keep this sentence")).to_have_count(0)
    assert monitoring(project) in load_plan(project).success and "Every+month" in page.url
    expect(page.get_by_test_id("stException")).to_have_count(0)
