"""Papers on the page: the answer sheet and its key, the reminder, and everything of one learner."""

import io
import json
import zipfile

from streamlit.testing.v1 import AppTest

from core.classroom.classes import ClassPath, lead, new_class
from core.classroom.learners import join, learners_of
from core.classroom.one_learner import everything_of
from core.project.project import Project
from tests.app import has, open_page, workspace_of
from ui.classroom.materials import PARTS


def prints(app: AppTest, paper: str) -> bool:
    """Whether a paper is there to print."""
    return any(one.proto.id.endswith(f"print_{paper}") for one in app.get("download_button"))


def test_every_part_opens_and_the_answers_ask_before_they_open(project: Project) -> None:
    app = open_page("/materials", project)
    for part in PARTS:
        app.segmented_control(key="materials_part").set_value(part).run()
        assert not app.exception
        assert has(app, "open_answers") == (part == "answers")
        assert not app.text_input
    app.segmented_control(key="materials_part").set_value("answers").run()
    app.button(key="open_answers").click().run()
    assert not app.exception and not has(app, "open_answers")
    assert prints(app, "answers")


def test_a_class_locks_the_answers_and_its_teacher_does_the_rest(project: Project) -> None:
    of, key = new_class(ClassPath(), "", 7)
    join(of, "brave deer", workspace_of(project))
    app = open_page("/materials", project)
    app.segmented_control(key="materials_part").set_value("answers").run()
    assert not has(app, "open_answers") and not prints(app, "answers")
    app.text_input(key="class_key_in").input(key)
    app.button(key="open_class").click().run()
    assert not app.exception and prints(app, "answers")
    app.segmented_control(key="materials_part").set_value("parents").run()
    app.toggle(key="no_people_of_class").set_value(True).run()
    [learner] = learners_of(of.id)
    app.selectbox(key="one_learner").set_value(learner.id).run()
    assert app.button(key="erase_learner").disabled
    app.checkbox(key=f"sure_{learner.id}").check().run()
    app.button(key="erase_learner").click().run()
    assert not app.exception and not learners_of(of.id) and not learner.folder.exists()


def test_learners_are_reminded_where_pictures_come_in(trained: Project) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    join(of, "brave deer", workspace_of(trained))
    for wanted in (False, True):
        lead(of.id, lambda now, wanted=wanted: {"no_people": wanted})  # type: ignore[misc]
        for page in ("gather", "live"):
            app = open_page(f"/{page}", trained)
            assert not app.exception
            assert any("no_photography" in one.icon for one in app.warning) == wanted


def test_everything_of_a_learner_is_one_zip_that_opens(trained: Project) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    join(of, "brave deer", workspace_of(trained))
    [learner] = learners_of(of.id)
    packed = b"".join(everything_of(learner).pieces)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        line = json.loads(archive.read("line.json"))
        assert line["nickname"] == "brave deer" and not {"place", "pulse", "id"} & set(line)
        assert json.loads(archive.read("guesses.json")) == []
        with zipfile.ZipFile(io.BytesIO(archive.read("project-1.zip"))) as inner:
            assert sum(name.endswith(".jpg") for name in inner.namelist()) == trained.info().images
