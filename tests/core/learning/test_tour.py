"""The tour: its stops are whole, its place is kept, and its figures are those of the project."""

import re
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
import yaml
from pydantic import ValidationError

from core.content import CONTENT_FOLDER, read
from core.learning.deeds import deeds
from core.learning.pages import page_info
from core.learning.paths.paths import leave
from core.learning.tour.card import CardWords, tour_card
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
from core.starter import bear_sets
from core.starter.bear_sets import BearPicture, wrongly_labelled
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


def test_a_label_that_was_planted_wrong_is_no_mistake_of_the_model(
    trained: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    costliest = _costliest(trained)
    assert costliest is not None
    label = next(one.label for one in trained.dataset.images() if one.id == costliest)
    planted = BearPicture("", "", shown=label, true=f"not {label}", seed=0, fault="wrong label")
    monkeypatch.setattr(bear_sets, "known_faults", lambda: {costliest: planted})
    assert wrongly_labelled(trained) == {costliest}
    assert _costliest(trained) != costliest
    found = replace(planted, true=label)  # the label is right now
    monkeypatch.setattr(bear_sets, "known_faults", lambda: {costliest: found})
    assert not wrongly_labelled(trained) and _costliest(trained) == costliest


def _costliest(project: Project) -> str | None:
    """The id of the picture that the card shows as the mistake that would have cost most."""
    title = read("tour_card.yaml", CardWords).mistake
    parts = tour_card(project, date(2026, 12, 1)).parts
    picture = next(part.picture for part in parts if part.title == title)
    return picture.stem if picture else None
