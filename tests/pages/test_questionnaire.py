"""The questionnaire page: compare, mark, filter, jump, and find everything again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image
from streamlit.testing.v1 import AppTest

from core.gather.reading.decode import encode
from core.learning.questions import self_check
from core.learning.questions.exercises import exercises
from core.learning.questions.questionnaire import questionnaire
from core.learning.questions.schedule import reviewed
from core.project.project import Project
from core.project.records import NewImage
from tests.app import open_page, shows, texts
from tests.reading import figures

BOOK = questionnaire()
BY_ID = {question.id: question for question in BOOK.questions}
MATRIX = BY_ID["confusion-matrix"]
assert MATRIX
LEVER: Any = next(one for one in exercises() if one.id == "x-lever-or-not")
WHY = next(one.why for one in LEVER.options if one.text == "The weather")


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
    marked = app.get("progress")[0].proto.text
    assert figures(marked) == [1, len(BOOK.questions), 0, 1, 0]

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
    pad, augmentation = BY_ID["crop-pad-squish"], BY_ID["augmentation"]
    assert pad and augmentation
    self_check.mark(project, pad, "knew")
    app = open_page("/questionnaire", project)
    app.selectbox(key="topic").set_value("pictures").run()
    assert heading(app) == pad.prompt
    app.segmented_control(key="show").set_value("open").run()
    assert heading(app) == augmentation.prompt
    app.segmented_control(key="show").set_value("again").run()
    assert not app.subheader


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


def test_a_wrong_answer_hears_why_and_comes_back_another_day(project: Project) -> None:
    app = open_page("/questionnaire", project, q="x-lever-or-not")
    app.button(key="check_x-lever-or-not").click().run()
    assert not app.info and not app.success
    app.radio(key="choice_x-lever-or-not").set_value("The weather").run()
    app.button(key="check_x-lever-or-not").click().run()
    assert WHY in app.info[0].value
    app.button(key="again_x-lever-or-not").click().run()
    app.radio(key="choice_x-lever-or-not").set_value("Lower the price after five o'clock").run()
    app.button(key="check_x-lever-or-not").click().run()
    assert app.success and not app.info
    app.segmented_control(key="shelf").set_value("due").run()
    assert not app.exception
    assert [metric.value for metric in app.metric][:2] == ["0", "1"]


def test_every_form_can_be_answered(project: Project) -> None:
    def checked(name: str, fill: Callable[[AppTest], object]) -> AppTest:
        app = open_page("/questionnaire", project, q=name)
        fill(app)
        app.run()
        app.button(key=f"check_{name}").click().run()
        assert not app.exception
        return app

    steps = ["Objective", "Levers", "Data", "Models"]
    order = checked(
        "x-drivetrain-order",
        lambda app: app.multiselect(key="order_x-drivetrain-order").set_value(steps),
    )
    assert order.success and not order.info
    number = checked(
        "x-batches", lambda app: app.number_input(key="numeric_x-batches").set_value(9)
    )
    assert number.info and not number.success
    line = checked(
        "x-seed-line", lambda app: app.segmented_control(key="line_x-seed-line").set_value(4)
    )
    assert line.success and not line.info


def test_an_own_matrix_is_asked_about(trained: Project) -> None:
    app = open_page("/questionnaire", trained, q="mine-accuracy")
    assert app.segmented_control(key="shelf").value == "mine"
    assert heading(app) != BOOK.questions[0].prompt
    assert len(app.table) == 1


def test_a_due_question_is_asked_on_an_empty_page(project: Project) -> None:
    last_week = datetime.now(UTC) - timedelta(days=9)
    self_check.write(project, MATRIX, "It counts.")
    self_check.reveal(project, MATRIX)
    reviewed(project, MATRIX.id, "partly", last_week)
    app = open_page("/questionnaire", project)
    app.segmented_control(key="shelf").set_value("due").run()
    app.button(key="ask_due").click().run()
    assert heading(app) == MATRIX.prompt and MATRIX.answer not in texts(app)
    app.button(key=f"reveal_{MATRIX.id}").click().run()
    assert "It counts" in texts(app)


def test_an_empty_project_says_what_its_questions_wait_for(project: Project) -> None:
    app = open_page("/questionnaire", project)
    app.segmented_control(key="shelf").set_value("mine").run()
    assert not app.subheader
    self_check.keep_place(project, "x-batches")
    assert open_page("/questionnaire", project).segmented_control(key="shelf").value == "practice"


def test_a_picture_of_ones_own_is_asked_about(project: Project) -> None:
    made = encode(Image.effect_noise((90, 60), 50).convert("RGB"))
    new = NewImage(made.id, made.jpeg, "bear", "bear.jpg", made.width, made.height)
    project.dataset.add([new])
    app = open_page("/questionnaire", project, q="mine-resize")
    assert heading(app) != BOOK.questions[0].prompt
    assert len(app.get("image")) == 2
    choice = app.radio(key="choice_mine-resize")
    choice.set_value(choice.options[0]).run()
    app.button(key="check_mine-resize").click().run()
    assert not app.exception and shows(app, choice.options[0])


def test_a_try_it_opens_the_part_that_is_meant(trained: Project) -> None:
    asked = next(one for one in exercises() if one.id == "x-see-crop")
    app = open_page("/questionnaire", trained, q=asked.id)
    app.button(key=f"try_it_{asked.id}").click().run()
    assert not app.exception
    assert {key: app.session_state[key] for key in asked.view} == asked.view
