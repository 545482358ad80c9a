"""Guided paths are whole, and a learner's place and words on one are kept."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from core.learning.paths.paths import (
    CONTENT,
    PHASES,
    GuidedPath,
    Place,
    go_to,
    guided_paths,
    leave,
    place_now,
    place_on,
    write_down,
    written,
)
from core.project.project import Project
from tests.core.project.pictures import store_setting

ROOT = Path(__file__).parents[3]


def lesson() -> GuidedPath:
    return guided_paths()["class"]


def test_a_class_and_a_course_of_four_sessions() -> None:
    found = {name: (path.minutes, len(path.sessions)) for name, path in guided_paths().items()}
    assert found == {"class": (90, 1), "course": (240, 4)}


@pytest.mark.parametrize("path", guided_paths().values(), ids=lambda path: path.id)
def test_every_stop_asks_first_and_last_and_opens_a_part_that_exists(path: GuidedPath) -> None:
    pages = {file.stem: file.read_text("utf-8") for file in (ROOT / "pages").rglob("*.py")}
    for stop in path.stops:
        assert stop.predict.endswith(("?", ".")) and stop.explain.endswith(("?", "."))
        assert max(len(stop.prompt(phase)) for phase in PHASES) <= 90  # whole in a phone's bar
        for name, part in stop.view.items():
            assert f'key="{name}"' in pages[stop.page]
            assert f'"{part}"' in pages[stop.page]


def test_no_path_asks_the_same_thing_twice() -> None:
    for path in guided_paths().values():
        asked = [stop.prompt(phase) for stop in path.stops for phase in ("predict", "explain")]
        assert len(set(asked)) == len(asked)


def test_predict_then_try_then_explain_then_the_next_stop_and_back() -> None:
    places = [Place(lesson())]
    while not places[-1].finished:
        places.append(places[-1].after())
    assert [place.phase for place in places[:4]] == ["predict", "try", "explain", "predict"]
    assert len(places) == 3 * len(lesson().stops) + 1
    assert [place.before() for place in places[1:]] == places[:-1]
    assert places[0].before() == places[0] and places[-1].after() == places[-1]


def test_a_place_is_kept_and_survives_leaving(project: Project) -> None:
    assert place_now(project) is None
    go_to(project, Place(lesson(), 2, "explain"))
    leave(project)
    assert place_now(project) is None
    assert place_on(project, "class") == Place(lesson(), 2, "explain")
    go_to(project, Place(guided_paths()["course"], 1))
    assert place_now(Project(project.path)) == Place(guided_paths()["course"], 1)
    assert place_on(project, "class").number == 2


def test_a_place_beyond_a_path_that_became_shorter_is_its_end(project: Project) -> None:
    store_setting(project, "path.places", {"class": {"stop": 99, "phase": "sleep"}})
    place = place_on(project, "class")
    assert place.finished and place.phase == "predict"


def test_words_are_kept_for_each_stop_and_phase(project: Project) -> None:
    write_down(project, Place(lesson(), 1), "  twenty ")
    write_down(project, Place(lesson(), 1, "explain"), "fewer")
    assert written(project, lesson(), 1, "predict") == "twenty"
    write_down(project, Place(lesson(), 1), "")
    assert written(project, lesson(), 1, "predict") == ""
    assert written(project, lesson(), 1, "explain") == "fewer"


def test_a_page_that_a_path_passes_twice_is_the_stop_still_to_come() -> None:
    course = guided_paths()["course"]
    visits = [number for number, stop in enumerate(course.stops) if stop.page == "train"]
    assert Place(course, visits[1]).stop_on("train") == visits[1]
    assert Place(course, visits[0] + 1).stop_on("train") == visits[1]
    assert Place(course, len(course.stops)).stop_on("train") == visits[-1]
    assert Place(lesson()).stop_on("simulators") is None


def test_the_stops_of_a_course_belong_to_their_sessions() -> None:
    course = guided_paths()["course"]
    belongs = [course.session_of(number) for number in range(len(course.stops))]
    assert [belongs.count(session) for session in range(4)] == [
        len(session.stops) for session in course.sessions
    ]
    assert belongs == sorted(belongs)


@pytest.mark.parametrize(("name", "value"), [("minutes", 3), ("page", "nowhere")])
def test_wrong_times_and_unknown_pages_are_refused(name: str, value: object) -> None:
    content = yaml.safe_load(CONTENT.read_text("utf-8"))["paths"][0]
    content["sessions"][0]["stops"][0][name] = value
    with pytest.raises(ValidationError):
        GuidedPath.model_validate(content)
