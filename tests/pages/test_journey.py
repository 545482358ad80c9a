"""The home page: an invitation at first, then where you are, in your own words."""

from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.project.project import Project
from tests.app import open_page, shows, texts


def labels(app: object) -> list[str]:
    return [button.label for button in app.button]  # type: ignore[attr-defined]


def test_a_newcomer_sees_what_to_make_how_long_and_one_button(project: Project) -> None:
    page = open_page("/", project)
    assert page.title[0].value and page.caption
    assert len([button for button in page.main.button if button.key == "go_start"]) == 1


def test_a_learner_who_has_begun_reads_their_own_words(digits: Project) -> None:
    save_plan(digits, Plan(objective="Read *every* meter", levers=[Lever(name="Send a bill")]))
    page = open_page("/", digits)
    words = texts(page)
    assert page.title[0].value == r"Read \*every\* meter"
    assert "Send a bill" in words
    assert shows(page, len(digits.dataset.images()))
    assert any("DataBlock" in label for label in labels(page))


def test_the_button_leads_on_in_the_same_workspace(project: Project) -> None:
    page = open_page("/", project)
    workspace = page.query_params["w"]
    page.button(key="go_start").click().run()
    assert not page.exception
    assert page.title[0].value == "Objective"
    assert page.query_params["w"] == workspace
