"""The board of models: by cost in one common plan, on the pictures that all were asked about."""

from unittest.mock import Mock

import numpy as np
import pytest

from core.classroom.classes import ClassPath, new_class
from core.classroom.leaderboard import compared, leaderboard, show_board, shown_board
from core.classroom.names import nicknames_to_choose
from core.classroom.shared_wall import MODEL, show_model, take_down
from core.classroom.starting import begin_with_project, join_class
from core.drivetrain.costs.costs import Costs
from core.drivetrain.decide.stream import Judgement
from core.project.project import Project
from tests.core.classroom.test_class import ONE, OTHER

CLASSES = ["bear", "fox"]
COSTS = Costs(
    table={"siren": {"bear": 0, "fox": 1}, "nothing": {"bear": 1000, "fox": 0}},
    idle="nothing",
    rates={"bear": 0.5, "fox": 0.5},
    look=100,
    looks_a_day=0,
    pictures_a_day=1000,
)


def answers(bears: list[float], *, ids: str = "abcdefgh") -> Judgement:
    """What a model says of pictures: the chance that each is a bear. The first four are bears."""
    chances = np.array([[bear, 1 - bear] for bear in bears])
    wrong = np.zeros(len(ids), dtype=np.int64)  # a learner's own labels do not count here
    seen = np.array([0.5, 0.5])
    return Judgement(CLASSES, list(ids), wrong, chances.argmax(axis=1), chances, seen, Mock())


LABELS = {name: CLASSES[place // 4] for place, name in enumerate("abcdefgh")}
CAREFUL = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]  # three false alarms
ACCURATE = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]  # one bear is taken for a fox


def test_the_most_accurate_model_is_not_the_winner() -> None:
    found = compared({"accurate": answers(ACCURATE), "careful": answers(CAREFUL)}, LABELS, COSTS)
    assert found is not None and found.is_surprise and found.pictures == 8
    assert not found.is_level
    first, second = found.standings
    assert (first.nickname, first.accuracy, second.accuracy) == ("careful", 5 / 8, 7 / 8)
    assert [first.cost, second.cost] == pytest.approx([375, 125_000])


def test_only_pictures_count_that_all_were_asked_about() -> None:
    fewer = answers(ACCURATE[3:5], ids="de")
    found = compared({"accurate": answers(ACCURATE), "fewer": fewer}, LABELS, COSTS)
    assert found is not None and found.pictures == 2
    assert [one.cost for one in found.standings] == pytest.approx([500_000, 500_000])
    assert found.is_level and not found.is_surprise
    assert compared({"alone": fewer}, LABELS, COSTS) is None
    assert compared({"one": fewer, "other": answers([1.0], ids="a")}, LABELS, COSTS) is None


def test_only_who_chose_it_is_compared(trained: Project) -> None:
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, trained)
    learners = [
        join_class(of, name)[1] for name in (ONE, OTHER, nicknames_to_choose({ONE, OTHER})[0])
    ]
    show_model(learners[0])
    assert leaderboard(of, lambda done, total: None) is None
    show_model(learners[1])
    told: list[tuple[int, int]] = []
    found = leaderboard(of, lambda done, total: told.append((done, total)))
    assert found is not None and found.pictures > 0 and told == [(1, 2), (2, 2)]
    assert [one.nickname for one in found.standings] == [ONE, OTHER]
    assert not found.left_out and not found.is_surprise and found.only == (0, 0)
    show_board(of, found)
    assert shown_board(of.id) == found
    pair = leaderboard(of, lambda done, total: None, {learners[0].id, learners[2].id})
    assert pair is not None and len(pair.standings) == 2
    with pytest.raises(ValueError, match="choose"):
        show_board(of, pair)
    take_down(of.id, learners[1].id, MODEL)
    assert shown_board(of.id) is None


def test_of_two_models_the_pictures_are_named_that_only_one_was_right_about() -> None:
    found = compared({"accurate": answers(ACCURATE), "careful": answers(CAREFUL)}, LABELS, COSTS)
    assert found is not None and found.only == (1, 3)
    assert [one.image for one in found.differ] == ["d", "e", "f", "g"]
    assert found.differ[0].called == ("bear", "fox")
