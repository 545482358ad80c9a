"""A guided path: a strip on every page, predict before try before explain, a place that is kept."""

from core.learning.paths.paths import Place, go_to, guided_paths, place_now, written
from core.project.project import Project
from tests.app import has, open_page, shows, texts
from tests.core.project.pictures import store_setting


def test_a_path_leads_from_stop_to_stop_and_keeps_what_was_written(project: Project) -> None:
    path = guided_paths()["class"]
    go_to(project, Place(path, 1))
    app = open_page("/objective", project)
    assert shows(app, path.title, 2, len(path.stops)) and path.stops[1].predict in texts(app)
    app.text_input[0].set_value("The *name*").run()
    app.button(key="path_on").click().run()
    assert path.stops[1].try_ in texts(app)
    assert r"The \*name\*" in texts(app)
    app.button(key="path_on").click().run()
    assert path.stops[1].explain in texts(app)
    app.button(key="path_on").click().run()
    assert app.title[0].value == "Levers" and path.stops[2].predict in texts(app)
    assert written(project, path, 1, "predict") == "The *name*"


def test_a_deep_link_off_the_stop_shows_the_way_back_and_leaving_ends_it(project: Project) -> None:
    path = guided_paths()["class"]
    go_to(project, Place(path, 6))
    app = open_page("/glossary", project)
    assert shows(app, path.title, 7, len(path.stops))
    app.button(key="path_return").click().run()
    assert app.title[0].value == "Train"
    app.button(key="path_leave").click().run()
    assert place_now(project) is None and not has(app, "path_leave")
    assert shows(open_page("/", project), 7, len(path.stops))


def test_a_stop_opens_its_part_of_the_page_and_the_last_one_ends_the_path(project: Project) -> None:
    course = guided_paths()["course"]
    go_to(project, Place(course, 0, "explain"))
    app = open_page("/possible", project)
    app.button(key="path_on").click().run()
    assert app.session_state["part"] == course.stops[1].view["part"]
    go_to(project, Place(course, len(course.stops) - 1, "explain"))
    app = open_page(f"/{course.stops[-1].page}", project)
    app.button(key="path_on").click().run()
    assert has(app, "path_course") and course.stops[0].explain in texts(app)


def test_time_is_shown_beside_an_even_share_after_a_guess(project: Project) -> None:
    app = open_page("/possible", project, part="A first project")
    app.radio(key="first_project").set_value(1).run()
    assert not app.radio(key="first_project").disabled
    before = [radio.key for radio in app.radio]
    store_setting(project, "time.spent", {"train": 600, "gather": 200})
    app.run()
    assert not shows(app, 75, 0, 25)
    app.radio(key="guess_time").set_value(0).run()
    assert shows(app, 75, 0, 25)
    app.button(key="forget_times").click().run()
    assert [radio.key for radio in app.radio] == before
