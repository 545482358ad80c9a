"""The split: reproducible from its seed, and steady once a model has been judged by it."""

from core.project.project import Project
from core.project.records import SplitSettings
from tests.core.project.pictures import pictures


def sides(project: Project) -> dict[str, str]:
    return {image.id: image.split for image in project.dataset.images()}


def test_the_order_of_arrival_does_not_matter_before_the_first_training(project: Project) -> None:
    arrivals = pictures(30, "cat", "dog")
    for start in range(0, 60, 7):
        project.dataset.add(arrivals[start : start + 7])
    arrived = sides(project)
    project.dataset.set_split(SplitSettings(seed=43))
    assert sides(project) != arrived
    project.dataset.set_split(SplitSettings(seed=42))
    assert sides(project) == arrived


def test_pictures_keep_their_side_once_a_version_was_frozen(project: Project) -> None:
    arrivals = pictures(40, "cat")
    project.dataset.add(arrivals[:20])
    project.versions.freeze("before training")
    before = sides(project)
    project.dataset.add(arrivals[20:])
    after = sides(project)
    assert {image: after[image] for image in before} == before
    assert list(after.values()).count("valid") == 8


def test_the_pictures_of_each_split_are_counted(digits: Project) -> None:
    counts = digits.dataset.split_counts()
    assert counts == {part: len(digits.dataset.images(split=part)) for part in ("train", "valid")}
