"""One figure, one truth: what several pages show of one project is the same on all of them."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.app_server import Server
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.drivetrain.plan.templates import plan_templates
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.learning.pages import PAGES
from core.project.guesses import CHEAPEST, CORRECT, MIX_UP, save_guess
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick
from tests.browser.conftest import PATIENCE_MS, drawn, go

pytestmark = pytest.mark.browser

# What is looked for, and on which pages: the address, and what stands around the figure.
STEP = "#"  # between a page and the step of it that shows the figure
WORTH = f"decide{STEP}What is worth more?"
CALIBRATION = f"evaluate{STEP}Calibration"
CENSUS: dict[str, list[tuple[str, str]]] = {
    "pictures": [
        ("", r"([\d,]+) pictures:"),
        ("gather", r"All ([\d,]+)"),
        ("datablock", r"It finds ([\d,]+) pictures"),
        ("report", r"([\d,]+) pictures"),
    ],
    "classes": [
        ("datablock", r"one of (\d+) classes"),
        ("datablock", r"pictures in (\d+) folders"),
        ("report", r"pictures in (\d+) classes"),
    ],
    "held out": [
        ("datablock", r"to learn from, ([\d,]+) held out"),
        ("train", r"it gets right\s+\d+ of (\d+)"),
        ("evaluate", r"Correct\s+\d+ of (\d+)"),
        ("report", r"and ([\d,]+) to check on"),
    ],
    "right": [
        ("train", r"it gets right\s+(\d+ of \d+)"),
        ("train", r"it got (\d+ of \d+) right"),
        ("evaluate", r"Correct\s+(\d+ of \d+)"),
        ("report", r"it named (\d+ of \d+)"),
    ],
    "accuracy": [
        ("", r"([\d.]+\s%) right on"),
        ("train", r"([\d.]+\s%) after"),
        ("evaluate", r"Correct\s+\d+ of \d+\s+([\d.]+\s%)"),
        ("report", r"it named \d+ of \d+ \(([\d.]+\s%)\)"),
    ],
    "likely range": [
        ("evaluate", r"([\d.]+\s% to [\d.]+\s%)"),
        ("report", r"anything from ([\d.]+\s% to [\d.]+\s%)"),
    ],
    "training time": [
        ("train", r"% after (\d[\w. ]*) of training"),
        ("train", r"After (\d[\w. ]*) it got"),
    ],
    "temperature": [
        ("decide", r"Temperature ([\d.]+)"),
        (CALIBRATION, r"temperature ([\d.]+)"),
        (CALIBRATION, r"Temperature ([\d.]+)"),
    ],
    "cost": [
        ("decide", r"This rule costs ([\d.,]*\d)"),
        ("decide", r"It costs ([\d.,]*\d)\s"),
        (WORTH, r"labels of [\d,]+ pictures: ([\d.,]*\d)"),
        ("report", r"labels of [\d,]+ pictures: ([\d.,]*\d)"),
        ("report", r"Weigh chances …\s+([\d.,]*\d)"),
    ],
    "expected cost": [
        (WORTH, r"own corrected chances: ([\d.,]*\d)\."),
        ("report", r"own corrected chances: ([\d.,]*\d)\."),
    ],
    "model": [
        ("evaluate", r"(Quick training, [^\n]*?dataset version \d+)"),
        ("clean", r"Judged by: (Quick training, [^\n]*?dataset version \d+)"),
        ("decide", r"(Quick training, [^\n]*?dataset version \d+)"),
        ("predict", r"Model: (Quick training, [^\n]*?dataset version \d+)"),
    ],
}


def bear_world(project: Project, _bears: Path) -> None:
    """A part of the starter set, with the plan of the campsite."""
    add_starter(project, "bears", per_class=40)
    save_plan(project, plan_templates()["bears"].plan)


def two_classes(project: Project, bears: Path) -> None:
    """Real photos in two classes, one of them with hardly any."""
    bring(project, bears, {"grizzly": 40, "teddy": 3})


def bring(project: Project, bears: Path, counts: dict[str, int]) -> None:
    """The first photos of each class, as a browser brings a folder."""
    paths = [path for name in counts for path in sorted((bears / name).iterdir())[: counts[name]]]
    levers = [Lever(name="Shut the gate"), Lever(name="Do nothing")]
    save_plan(project, Plan(objective="Nobody is hurt by a bear.", levers=levers))
    files = ((f"{path.parent.name}/{path.name}", path.read_bytes()) for path in paths)
    take_in(project, from_folder(files))


def skip_guesses(project: Project) -> None:
    """Every guess skipped, so that all figures are on screen."""
    run = train_quick(project)
    for question in (MIX_UP, CORRECT):
        save_guess(project, question, None, run.id)
    save_guess(project, CHEAPEST, None)


@pytest.mark.parametrize("fill", [bear_world, two_classes])
def test_no_two_pages_contradict_each_other(
    server: Server,
    workspace: Workspace,
    page: Page,
    fill: Callable[[Project, Path], None],
    bears: Path,
) -> None:
    fill(workspace.current(), bears)
    skip_guesses(workspace.current())
    texts = read_pages(page, server, workspace.key)
    figures = {
        figure: {place: figure_in(texts[place[0]], place[1]) for place in places}
        for figure, places in CENSUS.items()
    }
    everywhere = [(figure, *one) for figure, found in figures.items() for one in found.items()]
    assert [one for one in everywhere if one[-1] is None] == [], "not shown"
    assert [found for found in figures.items() if len({*found[1].values()}) > 1] == []


WORDS = """main => main.innerText + [...main.querySelectorAll("*")]
    .filter(one => one.shadowRoot)
    .map(one => [...one.shadowRoot.children].map(part => part.innerText || "").join("\\n"))
    .join("\\n")"""


def figure_in(text: str, pattern: str) -> str | None:
    """The first figure that a page shows in these words; None where it shows none."""
    match = re.search(pattern, text)
    return match[1].replace(",", "") if match else None


def read_pages(page: Page, server: Server, key: str) -> dict[str, str]:
    """Address → all words on its page, as a learner reads them; each page is opened once, its steps
    one after the other."""
    page.goto(f"{server.url}/decide?w={key}")
    drawn(page)
    page.get_by_role("button", name="Make this my decision").click()
    expect(page.get_by_role("button", name="Make this my decision")).to_have_count(0)
    addresses = {place for places in CENSUS.values() for place, _ in places}
    here, texts = "decide", {}
    for address in sorted(addresses, key=lambda one: (one.split(STEP)[0] != here, one)):
        path, _, step = address.partition(STEP)
        if path != here:
            go(page, next(info for info in PAGES if info.url_path == path))
            here = path
        if step:
            page.get_by_test_id("stMain").get_by_role("radio", name=step).click()
        if address == "report":
            page.get_by_test_id("stMain").get_by_text("Read", exact=True).click()
        texts[address] = words_on(page, address)
    return texts


def words_on(page: Page, address: str) -> str:
    """All words of a page once all figures are there that belong on it."""
    main = page.get_by_test_id("stMain")
    patterns = [pattern for places in CENSUS.values() for at, pattern in places if at == address]
    text, end = "", time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        page.wait_for_timeout(200)
        drawn(page)
        before, text = text, str(main.evaluate(WORDS))
        if text == before and all(figure_in(text, pattern) for pattern in patterns):
            break
    return text
