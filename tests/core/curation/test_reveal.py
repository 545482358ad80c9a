"""Predict, then reveal: rounds that are kept, who found what, and the score."""

from dataclasses import replace

import pytest

from core.curation import reveal
from core.curation.labels.suspicion import Reason, suggestions_so_far
from core.curation.reveal import (
    Round,
    Score,
    compared,
    keep_round,
    new_round,
    revealed,
    round_of,
    rounds,
    score,
)
from core.project.project import Project
from core.starter.bear_sets import add_bears, known_faults, planted_faults_of
from core.training.runs import finished_runs

BLURRED = Reason("blurry", "blurred", "blurred")


def test_a_round_and_its_marks_are_kept(digits: Project) -> None:
    first = round_of(digits, "three")
    assert first.pictures
    assert {digits.dataset.image(p).label for p in first.pictures} == {"three"}
    keep_round(digits, replace(first, marked=first.pictures[:2]))
    digits.dataset.move(first.pictures[:1], "five")  # the round stays what it was
    again = round_of(Project(digits.path), "three")
    assert again.pictures == first.pictures
    assert again.marked == first.pictures[:2]
    assert len(rounds(digits)) == 1


def test_the_next_round_shows_other_pictures(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reveal, "PICTURES", 8)
    first = round_of(digits, "three")
    keep_round(digits, revealed(first, {}, []))
    second = new_round(digits, "three")
    assert len(second.pictures) == 8
    assert not set(first.pictures) & set(second.pictures)
    keep_round(digits, second)
    assert round_of(digits, "three") == second
    assert [one.revealed for one in rounds(digits)] == [True, False]


def test_the_locked_test_set_is_never_shown(digits: Project) -> None:
    digits.dataset.lock_test(0.3, 1)
    locked = {record.id for record in digits.dataset.images(split="test")}
    assert locked
    for label in digits.dataset.classes():
        assert not locked & set(round_of(digits, label).pictures)


def test_near_duplicates_come_together(project: Project) -> None:
    add_bears(project)
    group_of = project.dataset.near_duplicates()
    shown = set(round_of(project, "black").pictures)
    groups = {group_of[p] for p in shown if p in group_of}
    mates = {p for p, group in group_of.items() if group in groups}
    same = {p for p in mates if project.dataset.image(p).label == "black"}
    assert groups and same <= shown


def test_who_found_what(digits: Project) -> None:
    one = Round("three", ["a", "b", "c", "d"], marked=["a", "b"])
    done = revealed(one, {"b": [BLURRED], "c": [BLURRED], "elsewhere": [BLURRED]}, [])
    assert compared(done) == (["b"], ["a"], ["c"])
    keep_round(digits, done)
    assert rounds(digits) == [done]
    assert rounds(digits)[0].found["b"] == [BLURRED]


def test_the_score_counts_faults_and_false_alarms() -> None:
    planted = [frozenset({"a"}), frozenset({"b", "c"}), frozenset({"d"}), frozenset({"x"})]
    one = Round("three", ["a", "b", "c", "d", "e", "f"], marked=["a", "c", "e"])
    done = revealed(one, {p: [BLURRED] for p in ("b", "c", "d", "f")}, planted)
    assert score([done]) == Score(3, 2, 2, 3, you_astray=1, model_astray=1)
    assert score([done, done]).planted == 6
    assert score([replace(done, planted=[])]) is None
    assert score([replace(done, revealed=False)]) is None


def test_what_was_planted_in_bear_world(project: Project) -> None:
    assert planted_faults_of(project) == []
    add_bears(project)
    before = planted_faults_of(project)
    assert sum(len(fault) == 2 for fault in before) == 8  # near duplicates
    wrong = next(i for i, p in known_faults().items() if p.fault == "wrong label")
    assert frozenset({wrong}) in before
    project.dataset.move([wrong], known_faults()[wrong].true)
    assert frozenset({wrong}) not in planted_faults_of(project)


def test_suggestions_say_why_and_leave_the_test_set_out(trained: Project) -> None:
    run = finished_runs(trained)[0]
    found = suggestions_so_far(trained, run, patience=120)
    assert found
    assert all(reason.why and reason.short for reasons in found.values() for reason in reasons)
    assert any(
        reason.kind == "label" and reason.suggested for rs in found.values() for reason in rs
    )
    trained.dataset.lock_test(0.5, 1)
    left = suggestions_so_far(trained, run, patience=120)
    assert not set(left) & {record.id for record in trained.dataset.images(split="test")}
