"""The tour: its stops are whole, its place is kept, and its figures are those of the project."""

import re
from string import Formatter

import pytest
import yaml
from pydantic import ValidationError

from core.content import CONTENT_FOLDER
from core.learning.deeds import deeds
from core.learning.pages import page_info
from core.learning.paths.paths import leave
from core.learning.tour.content import Tour, tour
from core.learning.tour.place import (
    go_on_tour,
    next_stop,
    on_tour,
    stop_before,
    tour_asks,
    tour_place,
    tour_waits,
)
from core.learning.tour.rules import RULES, come_to, seen, tap
from core.project.guesses import MIX_UP, saved_guess
from core.project.project import Project
from core.training.runs import chosen_run
from tests.core.project.pictures import store_setting


def test_every_stop_has_its_rule_and_something_to_say_to_every_choice() -> None:
    assert 15 <= tour().minutes <= 20 and len(tour().stops) == 8
    assert any(page_info(stop.page).section == "In the world" for stop in tour().stops)
    for stop in tour().stops:
        assert len(RULES[stop.id].steps) == len(stop.steps)
        verdicts = {*stop.soon} & {"any", "right", "wrong", "same", "other"}
        assert verdicts or {*stop.choices} == {*stop.soon}, stop.id


def test_two_stops_of_one_id_are_refused() -> None:
    content = yaml.safe_load((CONTENT_FOLDER / "tour.yaml").read_text("utf-8"))
    content["stops"].append(content["stops"][0])
    with pytest.raises(ValidationError):
        Tour.model_validate(content)


def test_a_place_is_kept_and_survives_leaving_and_going_back(project: Project) -> None:
    go_on_tour(project)
    assert tour_asks(project, "objective") and tour_waits(project, "objective")
    tap(project, tour().stops[0], "nobody")
    assert tour_asks(project, "objective") and not tour_waits(project, "objective")
    for _ in range(2):  # pressed twice, or in two tabs
        next_stop(project, tour().stops[0])
    leave(project)
    again = Project(project.path)
    assert on_tour(again) is None and not tour_asks(again, "gather")
    assert tour_place(again).here() == tour().stops[1]
    assert stop_before(again).taps == {"wish": "nobody"}
    store_setting(project, "tour", {"stop": 99})
    assert tour_place(project).finished and tour_place(project).here() is None


def test_a_stop_is_done_once_its_steps_are_and_then_shows_the_projects_figure(
    trained: Project,
) -> None:
    stop = next(stop for stop in tour().stops if stop.id == "seconds")
    go_on_tour(trained)
    come_to(trained, stop)
    before = seen(trained, stop)
    assert not before.soon and before.step is None and not before.done
    tap(trained, stop, "half")
    assert seen(trained, stop).step == stop.steps[0]
    store_setting(trained, "tour", {"taps": {"seconds": "half"}, "marks": {"seconds": {"runs": 0}}})
    run = chosen_run(trained)
    assert run is not None
    done = seen(trained, stop)
    assert done.done and done.figure is not None
    assert done.figure.value == f"{run.results['correct']} of {run.results['valid']}"


def test_a_tap_is_the_guess_that_the_page_would_have_asked_for(trained: Project) -> None:
    stop = next(stop for stop in tour().stops if stop.id == "mistakes")
    tap(trained, stop, "grizzly teddy")
    run = chosen_run(trained)
    assert run is not None
    assert saved_guess(trained, MIX_UP, run.id).choice == ("grizzly", "teddy")


def test_no_figure_that_a_text_asks_for_is_unknown_to_its_stop(trained: Project) -> None:
    for stop in tour().stops:
        texts = [stop.story, stop.ask, *stop.soon.values(), *stop.said.values()]
        asked = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        source = (CONTENT_FOLDER.parents[1] / "core/learning/tour").glob("*.py")
        known = {*re.findall(r'"(\w+)":', "".join(file.read_text("utf-8") for file in source))}
        assert asked <= known, (stop.id, asked - known)
        come_to(trained, stop)
        assert seen(trained, stop).choice is None


def test_nothing_is_said_of_somebody_who_did_nothing(project: Project, digits: Project) -> None:
    assert deeds(project) == [] and deeds(digits) == []
