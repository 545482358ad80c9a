"""Time goes to the page it was spent on, pauses count little, and nothing but sums is kept."""

import pytest

from core.learning.paths.time_spent import IDLE_S, forget_times, tick, time_spent
from core.project.project import Project
from tests.app import workspace_of


def clicks(project: Project, *visits: tuple[str, float]) -> None:
    """Click at these pages and seconds, in one session."""
    watch = None
    for page, now in visits:
        watch = tick(project, page, now, watch)


def test_time_is_counted_for_the_page_that_was_left(project: Project) -> None:
    clicks(project, ("gather", 0), ("clean", 60), ("train", 90), ("journey", 190), ("gather", 200))
    spent = time_spent(project)
    assert spent.parts == {"data": 60, "labels": 30, "training": 100, "production": 0}
    assert spent.elsewhere == 10
    assert (spent.most, spent.least) == ("training", "production")
    assert spent.shares["training"] == pytest.approx(100 / 190)


def test_many_small_steps_on_a_page_add_up(project: Project) -> None:
    clicks(project, *[("decide", second) for second in range(0, 61, 3)], ("journey", 63))
    assert time_spent(project).parts["production"] == pytest.approx(63)


def test_a_long_pause_counts_as_five_minutes(project: Project) -> None:
    clicks(project, ("train", 0), ("train", 4 * 3600))
    assert time_spent(project).parts["training"] == IDLE_S


def test_a_clock_that_goes_back_takes_nothing_away(project: Project) -> None:
    clicks(project, ("train", 100), ("clean", 40), ("train", 60))
    assert time_spent(project).parts == {"data": 0, "labels": 20, "training": 0, "production": 0}


def test_each_project_has_its_own_times(project: Project) -> None:
    other = workspace_of(project).new_project("Another")
    watch = tick(project, "gather", 0, None)
    watch = tick(other, "gather", 50, watch)
    tick(other, "journey", 80, watch)
    assert time_spent(project).total == 0
    assert time_spent(other).parts["data"] == 30


def test_times_can_be_forgotten(project: Project) -> None:
    clicks(project, ("gather", 0), ("clean", 60))
    forget_times(project)
    spent = time_spent(project)
    assert spent.total == 0 and set(spent.shares.values()) == {0}
