"""A guided path: a strip on every page, predict before try before explain, a place that is kept."""

from __future__ import annotations

from core.learning.paths.paths import Place, go_to, guided_paths, place_now, written
from core.learning.possible.possible import possible
from core.project.project import Project
from tests.app import open_page, texts


def test_a_newcomer_takes_the_tour_and_moves_from_stop_to_stop(project: Project) -> None:
    tour = guided_paths()["tour"]
    app = open_page("/", project)
    app.button(key="take_tour").click().run()
    assert app.title[0].value == "Objective"
    assert "stop 1 of 8" in texts(app) and tour.stops[0].predict in texts(app)
    app.text_input[0].set_value("The *name*").run()
    app.button(key="path_on").click().run()
    assert tour.stops[0].try_ in texts(app)
    assert r"You guessed: The \*name\*" in texts(app)
    app.button(key="path_on").click().run()
    assert tour.stops[0].explain in texts(app)
    app.button(key="path_on").click().run()
    assert app.title[0].value == "Gather" and tour.stops[1].predict in texts(app)
    app.button(key="path_back").click().run()
    assert app.title[0].value == "Objective" and tour.stops[0].explain in texts(app)
    assert written(project, tour, 0, "predict") == "The *name*"


def test_a_deep_link_off_the_stop_shows_the_way_back_and_leaving_ends_it(project: Project) -> None:
    go_to(project, Place(guided_paths()["tour"], 2))
    app = open_page("/glossary", project)
    assert "you are at stop 3 of 8" in texts(app)
    app.button(key="path_return").click().run()
    assert app.title[0].value == "Train"
    app.button(key="path_leave").click().run()
    assert place_now(project) is None and "stop 3" not in texts(app)
    assert "Stop 3 of 8" in texts(open_page("/", project))


def test_a_stop_opens_its_part_of_the_page_and_the_last_one_ends_the_path(project: Project) -> None:
    tour = guided_paths()["tour"]
    go_to(project, Place(tour, 6, "explain"))
    app = open_page("/predict", project)
    app.button(key="path_on").click().run()
    assert app.title[0].value == "What deep learning can do"
    assert possible().helper[0].ask in app.button_group(key="idea_domain").label
    app = open_page("/possible", project)
    for _phase in range(3):
        app.button(key="path_on").click().run()
    assert "Teach a computer" in app.title[0].value
    assert "Finished" in texts(app) and tour.stops[0].explain in texts(app)


def test_time_is_shown_beside_an_even_share_after_a_guess(project: Project) -> None:
    app = open_page("/possible", project, part="A first project")
    app.radio(key="first_project").set_value(1).run()
    assert "After two minutes" in texts(app)
    project.settings.write("time.spent", {"train": 600, "gather": 200})
    app.run()
    assert "took 75%" not in texts(app)
    app.radio(key="guess_time").set_value(0).run()
    assert "**Training** took 75%" in texts(app) and "25% each" in texts(app)
    app.button(key="forget_times").click().run()
    assert "After two minutes" in texts(app)
