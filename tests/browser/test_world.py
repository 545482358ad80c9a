"""The two-minute paths of "In the world": three on real photos, one in Bear World."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.drivetrain.plan.plan import load_plan
from core.evaluation.novelty_line import FALSE_CALLS
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.learning.pages import page_info
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.bear_sets import add_bears
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from core.world.drift.arrivals import FEWEST
from core.world.drift.kept import monitoring
from core.world.loop.check import loop_checks
from core.world.rollout.camp import A_NIGHT
from core.world.rollout.diary import diary
from core.world.rollout.protocol import LINES
from tests.browser.conftest import Server, drawn, go
from ui.world.drift.choose import KIND_WORDS
from ui.world.really_well import CASES

pytestmark = [pytest.mark.browser, pytest.mark.photos]

EACH = FEWEST // 3
PARTS_TO_GUESS = {  # the part after it → what a guess gives way to
    "Nights 21 to 30": "[data-testid=stMetric] >> nth=0",
    "What it costs": ".st-key-rollout_mornings",
    "Protocol": ".st-key-rollout_nights",
}


def test_a_project_of_photos_goes_out_into_the_world(
    page: Page, server: Server, workspace: Workspace, bears: Path
) -> None:
    """Three pages, one after the other: the pictures are taken in and learned from once."""
    project = workspace.current()
    take_in(project, from_folder(_first_of_each(bears)))
    page.goto(f"{server.url}/drift?w={workspace.key}&year={KIND_WORDS['both'].name}")
    a_year_of_ones_own_pictures_ends_with_a_sentence_in_the_plan(page, project)
    train_quick(project)
    go(page, page_info("domain"))
    a_model_meets_the_night_and_learns_to_ask(page, project)
    go(page, page_info("loop"))
    it_learns_from_itself(page, project)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_thirty_nights_at_the_camp_of_bear_world(
    page: Page, server: Server, workspace: Workspace
) -> None:
    """The one page that renders what new cameras see (those of other pictures: test_rollout.py)."""
    project = workspace.current()
    add_bears(project, per_class=EACH)
    train_quick(project)
    page.goto(f"{server.url}/rollout?w={workspace.key}&nights=7")
    thirty_nights_in_two_minutes(page, project)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _first_of_each(bears: Path) -> Iterator[tuple[str, bytes]]:
    for label in sorted(bears.iterdir()):
        for photo in sorted(label.iterdir())[:EACH]:
            yield photo.relative_to(bears).as_posix(), photo.read_bytes()


def a_model_meets_the_night_and_learns_to_ask(page: Page, project: Project) -> None:
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.get_by_text("Sure and wrong here")).to_be_visible(timeout=60_000)
    drawn(page)

    page.get_by_role("button", name="Then: A line").click()
    page.get_by_text("The model's own doubt").first.click()
    page.get_by_role("button", name="Lock in my guess").click()
    drawn(page)
    page.get_by_role("button", name="Use this line").click()
    expect(page.get_by_role("button", name="Remove the line")).to_be_visible(timeout=30_000)
    assert project.settings.get(FALSE_CALLS) is not None

    page.get_by_role("button", name="Then: Teach it").click()
    page.get_by_role("button", name="Show me without a guess").click()
    expect(page.get_by_text("Here, after")).to_be_visible(timeout=60_000)
    drawn(page)
    for part, shows in (("Two possible", "Reached here"), ("Something else", "Right at home")):
        page.get_by_role("button", name=f"Then: {part}").click()
        page.get_by_role("button", name="Show me without a guess").click()
        expect(page.get_by_text(shows).first).to_be_visible(timeout=60_000)
        drawn(page)
    page.get_by_role("button", name="Then: Break it").click()
    page.get_by_role("button", name="Start two minutes").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def it_learns_from_itself(page: Page, project: Project) -> None:
    for part in ("Two towns", "What if"):
        page.get_by_role("button", name="Show me without a guess").click()
        drawn(page)
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
        page.get_by_role("button", name=f"Then: {part}").click()
        drawn(page)
    for number in range(3 * len(CASES)):
        box = page.get_by_role("textbox").nth(number)
        box.fill("Anna")
        box.press("Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    assert len(loop_checks(project)) == len(CASES)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def thirty_nights_in_two_minutes(page: Page, project: Project) -> None:
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
        guess = page.get_by_role("button", name="Show me without a guess")
        guess.wait_for(timeout=240_000)  # three cameras are rendered and judged before one of them
        guess.click()
        drawn(page)  # else what appears moves the next button away under the press
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


def a_year_of_ones_own_pictures_ends_with_a_sentence_in_the_plan(
    page: Page, project: Project
) -> None:
    guess = page.get_by_role("button", name="Lock in my guess")
    guess.wait_for(timeout=240_000)  # the pictures of a year are looked at before it
    guess.click()
    drawn(page)
    page.get_by_role("button", name="Then: Your plan").click()
    drawn(page)
    page.get_by_text("Every month", exact=True).click()
    drawn(page)
    page.get_by_role("button", name="Then: What was true").click()
    drawn(page)
    page.get_by_text("Never retrain", exact=True).click()
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.get_by_text("What the year cost")).to_be_visible()
    drawn(page)
    page.get_by_role("button", name="Then: Keep it").click()
    page.get_by_role("button", name="Keep this sentence").click()
    expect(page.get_by_role("button", name="Keep this sentence")).to_have_count(0)
    assert monitoring(project) in load_plan(project).success and "Every+month" in page.url
    expect(page.get_by_test_id("stException")).to_have_count(0)
