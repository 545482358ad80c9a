"""What deep learning can do: a guess comes before the answer, an idea gets a plan."""

from core.drivetrain.plan.templates import plan_templates
from core.learning.possible.possible import advise, possible
from core.project.project import Project
from tests.app import open_page, texts
from tests.core.project.pictures import store_setting


def test_a_domain_opens_up_only_after_a_guess(project: Project) -> None:
    domain = possible().domains[3]
    app = open_page("/possible", project, domain=domain.title)
    assert domain.line in texts(app)
    assert domain.since[0].text not in texts(app)
    wrong = (domain.guess.right + 1) % len(domain.guess.options)
    app.radio(key=f"guess_{domain.id}").set_value(wrong).run()
    assert app.info and not app.success
    assert domain.person in texts(app)
    for change in domain.since:
        assert change.text in texts(app) and f"[{change.source}]({change.url})" in texts(app)


def test_five_answers_give_a_worked_plan_and_are_kept(project: Project) -> None:
    app = open_page("/possible", project, part="Can it be done?")
    for question in possible().helper:
        app.button_group(key=f"idea_{question.id}").set_value(question.options[0].id).run()
    outlook = app.subheader[0].value
    assert any(template.title in texts(app) for template in plan_templates().values())
    again = open_page("/possible", project, part="Can it be done?")
    assert again.subheader[0].value == outlook


def test_the_nearest_plan_opens_on_objective(project: Project) -> None:
    frames = {"domain": "place", "data": "none", "labels": "known", "cost": "money"}
    store_setting(project, "possible.answers", {**frames, "person": "always"})
    app = open_page("/possible", project, part="Can it be done?")
    advice = advise({**frames, "person": "always"})
    assert advice and all(one in texts(app) for one in (*advice.risks, *advice.easier))
    app.button(key="idea_to_plan").click().run()
    assert app.title[0].value == "Objective"
    assert app.selectbox(key="plan_example").value == "frames"


def test_the_two_games_answer_a_guess(project: Project) -> None:
    app = open_page("/possible", project, part="Too little, too much")
    app.radio(key="saying_1").set_value(0).run()
    assert app.success and possible().estimates[0].because in app.success[0].value
    app = open_page("/possible", project, part="A first project")
    before = len(app.markdown)
    app.radio(key="first_project").set_value(0).run()
    assert len(app.markdown) > before
