"""The objective is saved field by field, and can start from an example."""

from itertools import pairwise

from streamlit.testing.v1 import AppTest

from core.drivetrain.plan.plan import Plan, load_plan, save_plan
from core.drivetrain.plan.templates import plan_templates
from core.project.project import Project
from tests.app import open_page, texts, unfold
from ui.plan.form import FIELDS

HEADINGS = ("title", "header", "subheader")
PART = "objective_part"


def field(page: AppTest, name: str):  # type: ignore[no-untyped-def]
    """The field of a question, on the step that asks it."""
    unfold(page, PART, FIELDS[name].short)
    return next(area for area in page.text_area if area.label == FIELDS[name].ask)


def whole_plan(page: AppTest) -> AppTest:
    """The page on its last step."""
    return unfold(page, PART, page.segmented_control(key=PART).options[-1])


def test_what_is_typed_is_on_disk_at_once(project: Project) -> None:
    page = open_page("/objective", project)
    field(page, "objective").input("Nobody is *hurt*").run()
    field(page, "fear").input("A wet night").run()
    field(page, "really_well").input("Food left out").run()
    plan = load_plan(project)
    assert (plan.objective, plan.fear) == ("Nobody is *hurt*", "A wet night")
    assert plan.really_well == "Food left out"
    assert r"Nobody is \*hurt\*" in texts(whole_plan(page))


def test_another_visit_shows_what_was_saved(project: Project) -> None:
    save_plan(project, Plan(objective="Nobody is hurt", success="None in a season"))
    page = open_page("/objective", project)
    assert field(page, "objective").value == "Nobody is hurt"
    assert field(page, "success").value == "None in a season"


def test_an_example_fills_the_plan_and_own_words_come_back(project: Project) -> None:
    own = Plan(objective="My own words")
    save_plan(project, own)
    page = whole_plan(open_page("/objective", project))
    page.selectbox(key="plan_example").set_value("school").run()
    page.button(key="start_from_example").click().run()
    school = plan_templates()["school"].plan
    assert load_plan(project) == school
    assert field(page, "objective").value == school.objective
    whole_plan(page).button(key="plan_back").click().run()
    assert load_plan(project) == own
    assert field(page, "objective").value == "My own words"


def test_a_guess_is_answered(project: Project) -> None:
    page = open_page("/objective", project)
    guess = page.pills(key="plan_check_objective")
    assert not page.selectbox, "the example would give the answer away"
    guess.set_value(guess.options[0]).run()
    assert not page.exception and page.selectbox


def test_the_plan_can_be_taken_along(project: Project) -> None:
    save_plan(project, Plan(objective="Nobody is hurt"))
    page = whole_plan(open_page("/objective", project))
    assert len(page.get("download_button")) >= 2, "as PDF and as Markdown"


def test_headings_go_down_one_level_at_a_time(project: Project) -> None:
    """So a screen reader's list of headings has no holes."""
    page = whole_plan(open_page("/objective", project))
    levels = [int(element.proto.tag[1]) for element in page.main if element.type in HEADINGS]
    assert levels[:3] == [1, 2, 3]
    assert all(after - before <= 1 for before, after in pairwise(levels))
