"""The home page: an invitation at first, then where you are, in your own words."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.learning.pages import PAGES, page_info
from core.learning.paths.paths import Place, go_to, guided_paths, leave, place_now
from core.learning.tour.place import go_on_tour, tour_place
from core.project.project import Project
from tests.app import ROOT, has, open_page, shows, texts
from tests.core.project.pictures import store_setting
from ui.plan.form import PART


def labels(app: object) -> list[str]:
    return [button.label for button in app.button]  # type: ignore[attr-defined]


def test_a_newcomer_watches_a_model_learn_and_nothing_is_kept(home: Path) -> None:
    page = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
    page.button(key="watch_it_learn").click().run()
    assert not page.exception and page.session_state["_watched_training"] is True
    assert not (home / "workspaces").exists()


def test_a_learner_who_has_begun_reads_their_own_words(digits: Project) -> None:
    save_plan(digits, Plan(objective="Read *every* meter", levers=[Lever(name="Send a bill")]))
    page = open_page("/", digits)
    words = texts(page)
    assert page.title[0].value == r"Read \*every\* meter"
    assert "Send a bill" in words
    assert shows(page, len(digits.dataset.images()))
    assert any("DataBlock" in label for label in labels(page))


def test_who_comes_back_on_a_path_goes_on_at_their_stop(digits: Project) -> None:
    path = guided_paths()["class"]
    go_to(digits, Place(path, 6, "try"))
    page = open_page("/", digits)
    assert not has(page, "go_next")
    page.button(key="go_stop").click().run()
    assert not page.exception and page.title[0].value == page_info(path.stops[6].page).title
    assert place_now(digits) == Place(path, 6, "try")
    go_to(digits, Place(path, len(path.stops)))
    page = open_page("/", digits)
    assert has(page, "go_next") and not has(page, "go_stop")


def test_a_door_leads_on_in_the_same_workspace(project: Project) -> None:
    page = open_page("/", project)
    workspace = page.query_params["w"]
    assert has(page, "door_live") == any(page.id == "live" for page in PAGES)
    page.button(key="door_gather").click().run()
    assert not page.exception
    assert page.title[0].value == "Gather"
    assert page.query_params["w"] == workspace


def test_the_tour_ends_with_a_card_and_one_next_step(trained: Project) -> None:
    go_on_tour(trained)
    page = open_page("/", trained)
    page.button(key="tour_resume").click().run()
    assert page.title[0].value == "Objective"
    store_setting(trained, "tour", {"stop": 8, "marks": {"wish": {"at": 1.0}}, "ended": 601.0})
    page = open_page("/", trained)
    assert shows(page, 10) and has(page, "tour_own")
    leave(trained)
    assert not has(open_page("/", trained), "tour_own")
    page = open_page("/", trained)
    page.button(key="path_tour").click().run()
    assert not page.exception and page.title[0].value == "Objective"
    assert tour_place(trained).finished, "the next tour has a project of its own"


def test_after_the_tour_the_own_project_begins_with_the_first_parts(trained: Project) -> None:
    go_on_tour(trained)
    store_setting(trained, "tour", {"stop": 8, "marks": {"wish": {"at": 1.0}}, "ended": 601.0})
    page = open_page("/objective", trained)
    parts = page.segmented_control(key=PART)
    begins = parts.value
    page.segmented_control(key=PART).set_value(parts.options[-1]).run()
    assert page.segmented_control(key=PART).value != begins
    page.switch_page(page_info("journey").file).run()
    page.button(key="tour_own").click().run()
    assert not page.exception
    page.switch_page(page_info("objective").file).run()
    assert page.segmented_control(key=PART).value == begins
