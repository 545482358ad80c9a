"""One figure, one truth: what several pages show of one project is the same on all of them."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.drivetrain.plan.templates import plan_templates
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.project.guesses import CHEAPEST, CORRECT, MIX_UP, save_guess
from core.project.project import Project
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick
from tests.app import open_page, unfold
from tests.pages.hostile_text import nodes, strings

# What is looked for, and on which pages: the address, and what stands around the figure.
STEP = "#"  # between a page and the step of it that shows the figure
WORTH = f"decide{STEP}What is worth more?"
CALIBRATION = f"evaluate{STEP}Calibration"
STEPS = {  # those that are read: the row that opens it, and its option there
    WORTH: ("decide_part", "What is worth more?"),
    CALIBRATION: ("look", "calibration"),
    "report": ("report_mode", "Read"),
}
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
    project: Project, fill: Callable[[Project, Path], None], bears: Path
) -> None:
    fill(project, bears)
    skip_guesses(project)
    texts = read_pages(project)
    figures = {
        figure: {place: figure_in(texts[place[0]], place[1]) for place in places}
        for figure, places in CENSUS.items()
    }
    everywhere = [(figure, *one) for figure, found in figures.items() for one in found.items()]
    assert [one for one in everywhere if one[-1] is None] == [], "not shown"
    assert [found for found in figures.items() if len({*found[1].values()}) > 1] == []


def figure_in(text: str, pattern: str) -> str | None:
    """The first figure that a page shows in these words; None where it shows none."""
    match = re.search(pattern, text)
    return match[1].replace(",", "") if match else None


def read_pages(project: Project) -> dict[str, str]:
    """Address → all words on its page, once the decision is kept; a step of a page is a page."""
    decide = open_page("/decide", project)
    decide.button(key="keep_decision").click().run()
    assert not decide.exception
    texts = {"decide": words_on(decide)}
    addresses = {place for places in CENSUS.values() for place, _ in places}
    for address in sorted(addresses - {"decide"}):
        path = address.partition(STEP)[0]
        app = open_page(f"/{path}", project)
        texts[address] = words_on(unfold(app, *STEPS[address]) if address in STEPS else app)
    return texts


def words_on(app: AppTest) -> str:
    """All words of a page in their order, as a learner reads them."""
    said = "\n".join(words for node in nodes(app._tree) for _, words in words_of(node))
    return re.sub(r"[*`\\]", "", re.sub(r"<[^>]*>", "\n", said))


def words_of(node: Any) -> Iterator[tuple[str, str]]:
    """The words that an element shows, and those in the data of a component."""
    proto = getattr(node, "proto", None)
    if getattr(node, "type", "") == "bidi_component":
        yield from strings(json.loads(proto.json or "null"), "")
    elif hasattr(proto, "DESCRIPTOR"):
        yield from strings(MessageToDict(proto), "")
