"""The questionnaire page: compare, mark, filter, jump, and find everything again."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.learning import self_check
from core.learning.questionnaire import questionnaire
from core.project.project import Project
from tests.app import open_page, texts

BOOK = questionnaire()
MATRIX = BOOK.question("confusion-matrix")
assert MATRIX


def heading(app: AppTest) -> str:
    """The question on the screen."""
    return str(app.subheader[0].value)


def test_comparing_and_marking_survive_a_new_visit(project: Project) -> None:
    app = open_page("/questionnaire", project, q=MATRIX.id)
    assert heading(app) == MATRIX.prompt
    assert MATRIX.answer not in texts(app)

    app.button(key=f"reveal_{MATRIX.id}").click().run()
    assert MATRIX.answer in texts(app)
    app.checkbox(key=f"point_{MATRIX.id}_0").check().run()
    app.segmented_control(key=f"mark_{MATRIX.id}").set_value("partly").run()
    assert "1 of 28 marked: 0 knew, 1 partly, 0 not yet" in app.get("progress")[0].proto.text

    again = open_page("/questionnaire", project)
    assert heading(again) == MATRIX.prompt
    assert MATRIX.answer in texts(again)
    assert again.checkbox(key=f"point_{MATRIX.id}_0").value
    assert again.segmented_control(key=f"mark_{MATRIX.id}").value == "partly"


def test_next_and_previous_walk_in_the_chapters_order(project: Project) -> None:
    app = open_page("/questionnaire", project)
    assert heading(app) == BOOK.questions[0].prompt
    assert app.button(key="previous_question").disabled
    app.button(key="next_question").click().run()
    assert heading(app) == BOOK.questions[1].prompt
    app.button(key="previous_question").click().run()
    assert heading(app) == BOOK.questions[0].prompt


def test_filters_choose_what_next_means(project: Project) -> None:
    pad, augmentation = BOOK.question("crop-pad-squish"), BOOK.question("augmentation")
    assert pad and augmentation
    self_check.mark(project, pad, "knew")
    app = open_page("/questionnaire", project)
    app.selectbox(key="topic").set_value("pictures").run()
    assert heading(app) == pad.prompt
    app.segmented_control(key="show").set_value("open").run()
    assert heading(app) == augmentation.prompt
    app.segmented_control(key="show").set_value("again").run()
    assert "No question fits" in texts(app)


def test_the_list_opens_a_question(project: Project) -> None:
    app = open_page("/questionnaire", project)
    app.session_state["all_questions"] = True
    app.run()
    app.button(key=f"open_{MATRIX.id}").click().run()
    assert heading(app) == MATRIX.prompt
    assert app.query_params["q"] == MATRIX.id


def test_an_unknown_question_in_the_address_opens_the_first(project: Project) -> None:
    app = open_page("/questionnaire", project, q="no-such-question")
    assert heading(app) == BOOK.questions[0].prompt
