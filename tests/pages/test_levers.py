"""Levers are rows to edit; the line of reasoning uses the learner's words."""

from core.drivetrain.card.card import MISSING
from core.drivetrain.costs.costs import Case
from core.drivetrain.costs.starting_costs import load_costs
from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.review import review
from core.project.project import Project
from tests.app import open_page, paragraphs, texts, unfold

UNWRITTEN = f":gray[{MISSING}]"


def inputs(page: object, start: str) -> list[object]:
    return [field for field in page.text_input if field.label.startswith(start)]  # type: ignore[attr-defined]


def test_a_lever_typed_into_the_last_row_is_saved_and_a_new_row_follows(project: Project) -> None:
    page = open_page("/levers", project)
    for name in ("Sound the alarm", "Close the path"):
        inputs(page, "One more lever")[0].input(name).run()  # type: ignore[attr-defined]
    assert [lever.name for lever in load_plan(project).levers] == [
        "Sound the alarm",
        "Close the path",
    ]
    assert len(inputs(page, "Lever ")) == 2
    assert len(inputs(page, "One more lever")) == 1


def test_a_lever_can_be_changed_and_removed(project: Project) -> None:
    save_plan(project, Plan(levers=[Lever(name="A"), Lever(name="B"), Lever(name="C")]))
    page = open_page("/levers", project)
    inputs(page, "What lever 2 takes")[0].input("ten minutes").run()  # type: ignore[attr-defined]
    drops = [button for button in page.button if (button.key or "").endswith("_drop")]
    drops[0].click().run()
    assert load_plan(project).levers == [Lever(name="B", note="ten minutes"), Lever(name="C")]
    assert [field.value for field in inputs(page, "Lever ")] == ["B", "C"]  # type: ignore[attr-defined]


def test_emptying_a_row_removes_it(project: Project) -> None:
    save_plan(project, Plan(levers=[Lever(name="A"), Lever(name="B")]))
    page = open_page("/levers", project)
    inputs(page, "Lever 1")[0].input("").run()  # type: ignore[attr-defined]
    assert load_plan(project).levers == [Lever(name="B")]


def test_the_reasoning_is_told_in_their_words(project: Project) -> None:
    save_plan(project, Plan(objective="Nobody is hurt", levers=[Lever(name="Alarm")]))
    page = open_page("/levers", project)
    assert "Nobody is hurt" in texts(page)
    assert paragraphs(page).count(UNWRITTEN) == 2, "data and models"
    area = next(a for a in page.text_area if a.label.startswith("Data you would"))
    area.input("Pictures at night").run()
    assert load_plan(project).data_need == "Pictures at night"
    assert paragraphs(page).count("Pictures at night") == 1
    assert paragraphs(page).count(UNWRITTEN) == 1


def test_a_worked_plan_brings_its_costs_and_is_reviewed(project: Project) -> None:
    page = open_page("/levers", project)
    before = len(review(project))
    assert not page.selectbox
    unfold(page, "others").selectbox(key="plan_example").set_value("potatoes").run()
    page.button(key="start_from_example").click().run()
    assert not page.exception
    assert len(review(project)) < before
    assert load_costs(project).of(Case(action="Do nothing", when="late blight")) == 240
