"""A phone as camera: what its link lets in, where pictures go, and what ends it."""

import time

import pytest

from core.gather.phone import photo, tray
from core.gather.phone.links import (
    LASTS_S,
    NoSuchLink,
    begin_link,
    end_link,
    link_of_id,
)
from core.gather.phone.photo import TooFast, take_photo
from core.gather.reading.refusal import Refused
from core.project.project import Project
from core.project.rates import Rates
from core.project.workspace import Workspace, new_key
from tests.core.gather.pictures import as_file, noise


@pytest.fixture(autouse=True)
def fresh_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "_RATES", Rates())


def test_the_own_phone_brings_pictures_at_once_and_may_name_a_class(project: Project) -> None:
    link = begin_link(project, "mine")
    assert take_photo(link, as_file(noise(1)), " red  leaf ") == "in"
    assert take_photo(link, as_file(noise(1)), "red leaf") == "already"
    assert project.dataset.classes() == {"red leaf": 1}
    assert [one.source for one in project.dataset.images()] == [photo.SOURCE]
    assert link_of_id(link.id).came == 1


def test_pictures_of_others_wait_for_a_word_on_each_or_on_all(project: Project) -> None:
    project.dataset.add_class("leaf")
    link = begin_link(project, "others")
    for seed in range(4):
        assert take_photo(link, as_file(noise(seed)), "leaf") == "waits"
    assert take_photo(link, as_file(noise(0)), "leaf") == "already"
    with pytest.raises(Refused):
        take_photo(link, as_file(noise(9)), "tree")
    assert not project.dataset.images()
    first, second, *rest = tray.waiting(project)
    assert tray.accept(project, [first.id]).new == 1
    tray.refuse(project, [second.id])
    assert [one.id for one in tray.waiting(project)] == [one.id for one in rest]
    tray.accept(project, [one.id for one in rest])
    kept = {one.id: one.source for one in project.dataset.images()}
    assert kept == {one.id: tray.SOURCE for one in (first, *rest)}
    assert tray.count(project) == 0


def test_what_finds_no_room_goes_on_waiting(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.dataset.add_class("leaf")
    link = begin_link(project, "others")
    for seed in range(3):
        take_photo(link, as_file(noise(seed)), "leaf")
    monkeypatch.setenv("DRIVETRAIN_MAX_PROJECT_PICTURES", "2")
    report = tray.accept(project, [one.id for one in tray.waiting(project)])
    assert (report.new, len(report.refused), tray.count(project)) == (2, 1, 1)
    with pytest.raises(Refused):
        take_photo(link, as_file(noise(7)), "leaf")


def test_a_link_is_bounded_in_number_rate_size_and_tray(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.dataset.add_class("leaf")
    link = begin_link(project, "others")
    monkeypatch.setenv("DRIVETRAIN_MAX_PHONE_PICTURES_A_MINUTE", "4")
    monkeypatch.setenv("DRIVETRAIN_MAX_TRAY_PICTURES", "1")
    take_photo(link, as_file(noise(1)), "leaf")
    with pytest.raises(Refused):
        take_photo(link, as_file(noise(2)), "leaf")
    monkeypatch.setenv("DRIVETRAIN_MAX_PHONE_PICTURES", "1")
    with pytest.raises(Refused):
        take_photo(link_of_id(link.id), as_file(noise(3)), "leaf")
    with pytest.raises(Refused):
        take_photo(link, b"no picture", "leaf")
    with pytest.raises(TooFast):
        take_photo(link, as_file(noise(4)), "leaf")
    assert tray.count(project) == 1


def test_a_link_ends_by_its_time_by_a_click_and_with_the_project(project: Project) -> None:
    link = begin_link(project, "mine")
    with pytest.raises(NoSuchLink):
        link_of_id(link.id, time.time() + LASTS_S)
    newer = begin_link(project, "mine")
    others = begin_link(project, "others")
    with pytest.raises(NoSuchLink):
        link_of_id(link.id)
    end_link(project, "mine")
    with pytest.raises(NoSuchLink):
        link_of_id(newer.id)
    assert link_of_id(others.id).ends == others.ends
    Workspace("", project.path.parents[1]).with_new_key()
    with pytest.raises(NoSuchLink):
        link_of_id(others.id)


def test_a_project_that_was_not_begun_is_made_for_its_phone(home: object) -> None:
    fresh = Workspace.not_yet(new_key()).current()
    link = begin_link(fresh, "mine")
    assert fresh.is_kept and take_photo(link, as_file(noise(1)), "leaf") == "in"
