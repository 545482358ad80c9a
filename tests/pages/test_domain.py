"""Another camera, as a learner meets it: a guess, the figures, the line, and twelve pictures."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.evaluation.abroad import ABROAD, judged_abroad
from core.evaluation.conditions import CONDITIONS
from core.evaluation.elsewhere import Elsewhere
from core.evaluation.novelty_line import FALSE_CALLS
from core.evaluation.possible import POSSIBLE
from core.evaluation.taught_abroad import TAUGHT
from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.jobs.background import Background
from core.project.project import Project
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from core.words import percent
from core.world.break_it import seconds_left
from core.world.drift.arrivals import FEWEST
from core.world.others import OTHERS
from tests.app import has, open_page
from tests.core.project.pictures import pictures
from ui.world.condition import BROUGHT
from ui.world.drift.choose import KIND_WORDS
from ui.world.teach import CHOICES

PARTS = 3


def _opened(project: Project, until) -> AppTest:  # type: ignore[no-untyped-def]
    """The page with its guess locked in and the study done."""
    page = open_page("/domain", project)
    page.button(key="lock_abroad").click().run()
    return _done(page, ABROAD, project, until)


def _done(page: AppTest, work: Background[Any], project: Project, until) -> AppTest:  # type: ignore[no-untyped-def]
    """The page with the figures that were worked out beside it."""
    until(lambda: not work.running(project), 60)
    assert page.run().metric
    return page


def _part(page: AppTest, number: int) -> AppTest:
    row = page.segmented_control(key="domain_part")
    return row.set_value(row.options[number]).run()


def test_without_a_model_it_offers_to_train(digits: Project) -> None:
    page = open_page("/domain", digits)
    assert [button.key for button in page.button if button.key == "domain_train"]


def test_from_the_guess_over_the_line_to_twelve_pictures(trained: Project, until) -> None:  # type: ignore[no-untyped-def]
    assert not open_page("/domain", trained).metric
    page = _opened(trained, until)
    _figures_are_those_of_the_study(page, trained)
    _a_line_is_kept_moved_and_removed(page, trained)
    _twelve_pictures_are_guessed_about_and_counted(page, trained, until)


def _figures_are_those_of_the_study(page: AppTest, project: Project) -> None:
    run = chosen_run(project)
    assert run is not None
    night = Elsewhere("night", CONDITIONS["night"].usual)
    found = judged_abroad(project, run, night)
    shown = [metric.value for metric in page.metric]
    assert shown[0] == f"{found.home.correct} of {len(found.home.image_ids)}"
    assert shown[1] == f"{found.abroad.correct} of {len(found.abroad.image_ids)}"


def _a_line_is_kept_moved_and_removed(page: AppTest, project: Project) -> None:
    _part(page, 1).button(key="skip_novelty_score").click().run()
    page.select_slider(key="false_calls").set_value(0.1).run()
    page.button(key="keep_line").click().run()
    assert project.settings.get(FALSE_CALLS) == 0.1
    assert not [button for button in page.button if button.key == "keep_line"]
    predict = open_page("/predict", project)
    predict.radio(key="static_guess").set_value(0).run()
    assert predict.warning, "television static lies beyond the line"
    page.button(key="remove_line").click().run()
    assert project.settings.get(FALSE_CALLS) is None


def _twelve_pictures_are_guessed_about_and_counted(page: AppTest, project: Project, until) -> None:  # type: ignore[no-untyped-def]
    _part(page, 2).pills(key="guess_taught").set_value(next(iter(CHOICES))).run()
    page.button(key="lock_taught").click().run()
    assert len(_done(page, TAUGHT, project, until).metric) == PARTS
    assert not page.exception


def test_photos_one_brings_and_the_parts_behind_the_path(trained: Project, until) -> None:  # type: ignore[no-untyped-def]
    ten = [replace(one, held_back="a phone") for one in pictures(3, "five", start=70)]
    trained.dataset.add(ten)
    page = open_page("/domain", trained)
    page.segmented_control(key="elsewhere_way").set_value(BROUGHT).run()
    page.button(key="skip_abroad").click().run()
    _done(page, ABROAD, trained, until)
    assert page.metric[1].value.endswith("of 3")
    _part(page, 3)
    page.button(key="skip_possible").click().run()
    _done(page, POSSIBLE, trained, until)
    page.select_slider(key="possible_error").set_value(0.3).run()
    assert page.metric[0].value == percent(0.7)
    _part(page, 4).button(key="skip_others").click().run()
    _done(page, OTHERS, trained, until)
    _part(page, 5).button(key="break_start").click().run()
    assert not page.exception and seconds_left(trained)


@pytest.mark.photos
def test_real_photos_have_a_year_and_a_night_of_their_own(
    project: Project, bears: Path, until: Callable[..., None]
) -> None:
    take_in(project, from_folder(_first_of_each(bears, FEWEST // 3)))
    train_quick(project)
    year = open_page("/drift", project, year=KIND_WORDS["both"].name)
    until(lambda: has(year.run(), "lock_drift_month"), 90, "the year's pictures, looked at")
    year.button(key="lock_drift_month").click().run()
    page = _opened(project, until)
    _figures_are_those_of_the_study(page, project)
    assert not year.exception and not page.exception


def _first_of_each(bears: Path, count: int) -> Iterator[tuple[str, bytes]]:
    for label in sorted(bears.iterdir()):
        for photo in sorted(label.iterdir())[:count]:
            yield photo.relative_to(bears).as_posix(), photo.read_bytes()
