"""Swapped models: only with the owner's word, only on pictures that their project never had."""

import pytest

from core.classroom.after import work_of
from core.classroom.classes import ClassPath, new_class
from core.classroom.ending import delete_learner
from core.classroom.learners import Learner
from core.classroom.starting import begin_with_project, join_class
from core.classroom.swap import SwapRefused, lend, lenders, swap, swaps_of
from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.project.project import Project
from tests.core.classroom.test_class import ONE, OTHER
from tests.core.gather.pictures import as_file, noise


def bring(learner: Learner, label: str, seeds: range, held_back: str = "") -> None:
    project = work_of(learner)
    assert project is not None
    files = [(f"{seed}.png", as_file(noise(seed))) for seed in seeds]
    assert take_in(project, from_files(files, label, held_back=held_back)).new == len(seeds)


def test_a_model_is_tested_with_a_classmates_new_pictures(trained: Project) -> None:
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, trained)
    owner, tester = (join_class(of, name)[1] for name in (ONE, OTHER))
    first, second, *_ = trained.dataset.classes()
    told: list[tuple[int, int]] = []

    def test() -> None:
        swap(tester, owner, lambda done, total: told.append((done, total)))

    with pytest.raises(SwapRefused, match="not_lent"):
        test()
    lend(owner, True)
    assert lenders(tester) == {owner.id: ONE} and not lenders(owner)
    bring(tester, f" {first}", range(3))
    bring(tester, "nothing it knows", range(10, 15))
    with pytest.raises(SwapRefused, match="too_few"):
        test()
    bring(tester, second, range(20, 22), held_back="evening")
    bring(owner, first, range(1))  # the owner has this one, too
    test()
    [seen], [same] = swaps_of(owner), swaps_of(tester)
    assert (seen.owner.nickname, seen.tester.nickname) == (ONE, OTHER) and told[-1] == (4, 4)
    by_class = dict(zip(seen.there.vocab, seen.there.counts.sum(axis=1).tolist(), strict=True))
    assert (by_class[first], by_class[second], seen.there.total) == (2, 2, 4)
    assert seen.home.total == len(trained.dataset.images(split="valid"))
    assert same.figures() == seen.figures()
    lend(owner, False)
    with pytest.raises(SwapRefused, match="not_lent"):
        test()
    assert len(swaps_of(tester)) == 1
    delete_learner(owner)
    assert not swaps_of(tester)
