"""What deep learning can do: a guess comes before the answer, an idea gets a plan."""

from __future__ import annotations

from core.learning.possible.possible import possible
from core.project.project import Project
from tests.app import open_page, texts


def test_a_domain_opens_up_only_after_a_guess(project: Project) -> None:
    domain = possible().domains[3]
    app = open_page("/possible", project, domain=domain.title)
    assert domain.line in texts(app)
    assert domain.since[0].text not in texts(app)
    wrong = (domain.guess.right + 1) % len(domain.guess.options)
    app.radio(key=f"guess_{domain.id}").set_value(wrong).run()
    assert "Not quite" in texts(app)
    assert domain.person in texts(app)
    for change in domain.since:
        assert change.text in texts(app) and f"[{change.source}]({change.url})" in texts(app)


def test_five_answers_give_a_worked_plan_and_are_kept(project: Project) -> None:
    app = open_page("/possible", project, part="Can it be done?")
    for question in possible().helper:
        app.button_group(key=f"idea_{question.id}").set_value(question.options[0].id).run()
    assert "Yes: start now" in texts(app) and "A town library" in texts(app)
    again = open_page("/possible", project, part="Can it be done?")
    assert "Yes: start now" in texts(again)


def test_the_nearest_plan_opens_on_objective(project: Project) -> None:
    frames = {"domain": "place", "data": "none", "labels": "known", "cost": "money"}
    project.settings.write("possible.answers", {**frames, "person": "always"})
    app = open_page("/possible", project, part="Can it be done?")
    assert "Harder than it looks" in texts(app) and "Easier than it looks" in texts(app)
    app.button(key="idea_to_plan").click().run()
    assert app.title[0].value == "Objective"
    assert app.selectbox(key="plan_example").value == "frames"


def test_the_two_games_answer_a_guess(project: Project) -> None:
    app = open_page("/possible", project, part="Too little, too much")
    app.radio(key="saying_1").set_value(0).run()
    assert "Yes" in texts(app) and possible().estimates[0].because in texts(app)
    app = open_page("/possible", project, part="A first project")
    app.radio(key="first_project").set_value(0).run()
    assert "Better:" in texts(app)
