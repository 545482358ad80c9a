"""One registry of pages: the files, the journey, the foot of every page and all links follow it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import says
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.learning.journey import journey, next_page, note_visit
from core.learning.pages import HOME, PAGES, STOPS, page_info
from core.learning.report.content import own_words, save_words
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.project.pictures import picture, pictures

ROOT = Path(__file__).parents[3]
NAMED_FIRST = {"page_link", "open_page", "page_info", "lesson", "page_foot", "next_step"}
NAMED_FIRST |= {"go_button", "plan_check", "Remark"}
DONE_BY_A_VISIT = ("datablock", "augment", "evaluate", "predict", "deploy")


def test_every_page_file_has_one_entry_and_every_entry_its_file() -> None:
    files = {file.relative_to(ROOT).as_posix() for file in (ROOT / "pages").rglob("[!_]*.py")}
    assert sorted(page.file for page in PAGES) == sorted(files)
    assert len({page.id for page in PAGES}) == len(PAGES)


def test_a_page_is_called_by_its_own_id() -> None:
    for page in PAGES:
        assert Path(page.file).stem == page.id
        calls = [named for name, named in ids_named(ROOT / page.file) if name == "lesson"]
        assert calls == ([] if page.id == HOME else [page.id])


def test_every_stop_says_what_to_do_there_and_every_other_page_leads_to_one() -> None:
    assert len({page.stop for page in STOPS}) == len(STOPS)
    for page in PAGES:
        assert page.id == HOME or page.question.endswith("?")
        assert bool(page.stop) == bool(page.about)
        assert page.id == HOME or bool(page.stop) != (page.leads_to in {s.id for s in STOPS})


def ids_named(file: Path) -> Iterator[tuple[str, str]]:
    """Every page id that a file names, with the name of the call or argument that takes it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0] if node.args else None
        if name in NAMED_FIRST and isinstance(first, ast.Constant):
            yield name, str(first.value)
        for word in node.keywords:
            if word.arg == "page" and isinstance(word.value, ast.Constant):
                yield "page", str(word.value.value)


def test_every_id_in_the_code_is_that_of_a_page() -> None:
    files = [file for room in ("core", "ui", "pages") for file in (ROOT / room).rglob("*.py")]
    named = [(str(file), page) for file in files for _, page in ids_named(file)]
    assert len(named) > 50
    known = {page.id for page in PAGES}
    assert [one for one in named if one[1] not in known] == []


def leads_through(project: Project) -> list[str]:
    """The pages that the foot of one page after the other leads to, from the journey on."""
    here, way = HOME, []
    while len(way) <= len(STOPS):
        here = next_page(project, here).page.id
        way.append(here)
    return way


def test_a_walk_from_foot_to_foot_is_the_journey_and_begins_again(project: Project) -> None:
    assert leads_through(project) == [page.id for page in (*STOPS, STOPS[0])]
    assert [stop.page for stop in journey(project).stops] == list(STOPS)


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("states")
        patch.setenv("DRIVETRAIN_HOME", str(home))
        yield home


def do(project: Project, step: str) -> None:
    """One thing a learner may have done, in any order."""
    match step:
        case "objective":
            save_plan(project, Plan(objective="Nobody is hurt", levers=[Lever(name="Alarm")]))
        case "gather":
            project.dataset.add(pictures(5, "bear", "fox"))
        case "train":
            run = project.runs.create("quick", {}, project.versions.freeze().number)
            project.runs.update(run.id, status="finished", results={"accuracy": 0.9})
        case "stage":
            for image in project.dataset.images()[:1]:
                project.cleaning.stage(image.id, "delete")
        case "apply":
            project.cleaning.apply()
        case "report":
            for prompt in own_words(project):
                save_words(project, prompt, "Mine.")
        case "another":
            project.dataset.add([picture(99, "bear")])
        case page:
            note_visit(project, page)


STEPS = ("objective", "gather", "train", "stage", "apply", "report", "another", *DONE_BY_A_VISIT)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
def test_the_foot_of_a_page_and_the_journey_agree(own_home: Path, steps: list[str]) -> None:
    project = Workspace.create().current()
    for step in ("gather", *steps):
        do(project, step)
    here = journey(project)
    done = [stop.state == "done" for stop in here.stops]
    assert here.next == next_page(project, HOME)
    for number, page in enumerate(STOPS):
        foot = next_page(project, page.id).page
        assert foot != page
        if all(done[: number + 1]):
            assert foot == here.next.page
        if not all(done[:number] + done[number + 1 :]):
            assert foot in STOPS and not done[STOPS.index(foot)]


def test_changed_pictures_lead_back_to_training_from_every_stop_behind_it(project: Project) -> None:
    for step in ("gather", "train", "another"):
        do(project, step)
    for page in STOPS[STOPS.index(page_info("train")) + 1 :]:
        assert next_page(project, page.id).page.id == "train"
    do(project, "train")
    assert next_page(project, "clean").page.id == "decide"


def test_a_choice_not_applied_yet_is_said_at_the_foot(project: Project) -> None:
    for step in ("gather", "train", "stage"):
        do(project, step)
    page, why = next_page(project, "evaluate")
    assert page.id == "clean" and why == says("journey", "why_apply", choices="1 choice")
