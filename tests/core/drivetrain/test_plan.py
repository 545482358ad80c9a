"""The plan is kept in the learner's words; the worked examples are whole."""

from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.review import plan_checks
from core.project.project import Project
from tests.core.project.pictures import store_setting


def test_a_plan_comes_back_word_for_word(project: Project) -> None:
    assert load_plan(project).is_empty
    plan = Plan(objective="  Nobody *is* hurt\n", levers=[Lever(name="Alarm", note="<b>loud</b>")])
    save_plan(project, plan)
    assert load_plan(Project.open(project.path)) == plan


def test_one_field_changes_alone(project: Project) -> None:
    plan = Plan(objective="a", models="m").with_field("objective", "b")
    assert (plan.objective, plan.models) == ("b", "m")


def test_levers_without_a_name_do_not_count() -> None:
    plan = Plan(levers=[Lever(name=" "), Lever(name="Alarm")])
    assert [lever.name for lever in plan.named_levers] == ["Alarm"]


def test_what_is_no_plan_reads_as_an_empty_one(project: Project) -> None:
    store_setting(project, "plan", {"levers": 5})
    assert load_plan(project).is_empty


def test_each_check_has_one_right_answer() -> None:
    for check in plan_checks().values():
        assert sum(choice.right for choice in check.choices) == 1
