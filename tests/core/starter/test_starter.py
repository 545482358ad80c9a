"""The starter sets are real scans, readable at the size that models see."""

import numpy as np
import pytest

from core.curation.health.health import class_balance
from core.project.project import Project
from core.starter.digits import digit_pictures
from core.starter.starter_sets import STARTERS, add_starter
from tests.core.gather.pictures import opened


def test_the_default_set_brings_its_classes_evenly(project: Project) -> None:
    starter = STARTERS["digits"]
    assert add_starter(project) == starter.size == 180
    assert project.dataset.classes() == dict.fromkeys(sorted(starter.classes), 60)
    assert add_starter(project) == 0


def test_scans_are_dark_ink_on_white_paper(project: Project) -> None:
    add_starter(project, per_class=3)
    for record in project.dataset.images():
        pixels = np.asarray(
            opened(project.dataset.image_path(record.id).read_bytes()).convert("L"), float
        )
        assert min(record.width, record.height) >= 96
        assert pixels.min() < 60 and pixels.max() > 240
        assert pixels.mean() > 127


def test_ten_digits_is_the_whole_set(project: Project) -> None:
    seen: list[tuple[int, int]] = []
    added = add_starter(project, "ten digits", per_class=2, progress=lambda *now: seen.append(now))
    assert added == 20 and seen[-1] == (20, 1797)
    assert set(project.dataset.classes()) == set(STARTERS["ten digits"].classes)
    scans = list(digit_pictures(range(10)))
    assert len({scan.id for scan in scans}) == STARTERS["ten digits"].size == 1797


def test_every_set_says_whose_it_is_and_counts_its_progress() -> None:
    for starter in STARTERS.values():
        assert starter.licence.endswith(".") and starter.headline[0].isupper()
        assert len(starter.classes) >= 2 and starter.size > 0


def test_an_unknown_set_is_a_key_error(project: Project) -> None:
    with pytest.raises(KeyError):
        add_starter(project, "unicorns")


def test_balance() -> None:
    assert class_balance({"a": 5, "b": 0}) is None
    balance = class_balance({"a": 90, "b": 30, "c": 0})
    assert balance and (balance.largest, balance.smallest, balance.total) == ("a", "b", 120)
    assert balance.baseline == pytest.approx(0.75)
    assert balance.lopsided and not balance.thin and not balance.even
