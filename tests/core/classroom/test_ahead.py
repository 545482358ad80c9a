"""What a class looks at before its learners come: all that they would wait for, and no longer than
the class lasts."""

import threading
from pathlib import Path

import pytest

from core.classroom import ahead
from core.classroom.ahead import AHEAD, look_ahead, look_at_what_all_have
from core.classroom.classes import ClassPath, new_class
from core.classroom.ending import end_class
from core.classroom.starting import begin_with_project, begins_with
from core.evaluation.conditions import CONDITIONS
from core.project.project import Project
from core.vision.embeddings import not_embedded
from core.vision.recipe import load_recipe
from core.world.drift.arrivals import Kind
from tests.core.project.pictures import pictures
from tests.waiting import until


def test_what_all_have_is_looked_at_before_anybody_opens_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    years: list[tuple[Path, Kind]] = []
    monkeypatch.setattr(ahead, "live_a_year", lambda of, kind: years.append((of.path, kind)))
    project.dataset.add(pictures(3, "cat", "dog"))
    here, prepare = project.dataset.images(), load_recipe(project).preprocess()
    checked = [one for one in here if one.split == "valid"]
    look_at_what_all_have(project, {"domain", "drift"}, threading.Event())
    views = [one.view(one.usual) for one in CONDITIONS.values()]
    assert not_embedded(here, prepare) == 0
    assert checked and not any(not_embedded(checked, prepare, view) for view in views)
    assert years == [(project.path, "summer")]


def at_work() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == AHEAD.name]


def test_a_class_that_ends_looks_at_nothing_any_more(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Project] = []
    monkeypatch.setattr(ahead, "embed_images", lambda of, *_, **__: looked.append(of))
    of, _ = new_class(ClassPath(), "project", 7)
    look_ahead(of)  # nobody begins with anything
    begin_with_project(of, project)
    template = begins_with(of)
    assert template is not None and AHEAD.progress(template) is None
    look_ahead(of)
    assert AHEAD.running(template) and at_work()
    end_class(of)
    until(lambda: not at_work(), 10, "the end of what looks ahead")
    assert not looked
