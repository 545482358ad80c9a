"""Splits that chance alone does not draw: near duplicates together, folders as they came."""

from collections import Counter
from dataclasses import replace

import pytest
from PIL import Image

from core.gather.reading.decode import encode
from core.project.dataset.draw import Candidate, draw_all, draw_new
from core.project.project import Project
from core.project.records import NewImage, SplitSettings
from core.starter.bear_sets import known_faults
from tests.core.project.pictures import pictures

GROUPED = SplitSettings(0.2, 42, kind="grouped")


def photo(image: Image.Image, label: str = "bear") -> NewImage:
    stored = encode(image)
    return NewImage(stored.id, stored.jpeg, label, "1.jpg", stored.width, stored.height)


@pytest.fixture(scope="module")
def shots() -> list[NewImage]:
    """Twelve different pictures of Bear World, each with a copy cropped a little and darker."""
    found = []
    for picture in list(known_faults().values())[:12]:
        with Image.open(picture.path) as opened:
            whole = opened.convert("RGB")
        edge = whole.width // 40
        cut = whole.crop((edge, edge, whole.width - edge, whole.height - edge))
        found += [photo(whole), photo(cut.point(lambda value: int(value * 0.9)))]
    return found


def sides(project: Project) -> dict[str, str]:
    return {image.id: image.split for image in project.dataset.images()}


def pairs_apart(project: Project, shots: list[NewImage]) -> int:
    side = sides(project)
    return sum(side[a.id] != side[b.id] for a, b in zip(shots[::2], shots[1::2], strict=True))


def test_a_cropped_darker_copy_is_a_near_duplicate_and_another_picture_is_not(
    project: Project, shots: list[NewImage]
) -> None:
    project.dataset.add([*shots[:6], *shots[6::2]])
    groups = project.dataset.near_duplicates()
    assert set(groups) == {shot.id for shot in shots[:6]}
    assert all(groups[a.id] == groups[b.id] for a, b in zip(shots[:6:2], shots[1:6:2], strict=True))
    assert len(set(groups.values())) == 3


def test_near_duplicates_are_found_in_whatever_order_they_come_and_go(
    project: Project, shots: list[NewImage]
) -> None:
    project.dataset.add([*shots[:8], *shots[8::2]])
    first = project.dataset.near_duplicates()
    project.dataset.remove([shots[0].id, shots[3].id])
    gone = project.dataset.near_duplicates()
    project.dataset.add(shots[9:12:2])
    project.dataset.near_duplicates()
    project.dataset.add([shots[0], shots[3]])
    assert len(first) == 8
    assert set(gone) == {shot.id for shot in shots[4:8]}
    assert set(project.dataset.near_duplicates()) == {shot.id for shot in shots[:12]}


def test_grouped_keeps_near_duplicates_on_one_side_however_they_arrive(
    project: Project, shots: list[NewImage]
) -> None:
    project.dataset.add(shots[::2])
    project.dataset.set_split(GROUPED)
    project.versions.freeze("trained")
    before = sides(project)
    project.dataset.add(shots[1::2])
    assert pairs_apart(project, shots) == 0
    after = sides(project)
    assert {image_id: after[image_id] for image_id in before} == before
    project.dataset.set_split(replace(GROUPED, seed=7))
    assert pairs_apart(project, shots) == 0
    assert Counter(sides(project).values()) == {"train": 20, "valid": 4}


def test_one_by_one_tears_near_duplicates_apart(project: Project, shots: list[NewImage]) -> None:
    project.dataset.add(shots)
    project.dataset.set_split(SplitSettings(0.5, 42))
    assert pairs_apart(project, shots) > 0


def test_an_arrival_that_joins_two_groups_brings_them_to_one_side() -> None:
    here = [Candidate("a", "x", "all", split="train"), Candidate("b", "x", "all", split="valid")]
    here += [Candidate("c", "x", "all", split="valid")]
    moved = draw_new([Candidate("d", "x", "all")], here, GROUPED)
    assert moved == {"a": "valid", "d": "valid"}


def test_a_class_of_two_groups_too_large_still_holds_one_out() -> None:
    items = [Candidate(f"{n:02}", "x", "long" if n < 12 else "short") for n in range(20)]
    drawn = draw_all(items, GROUPED)
    assert [drawn[f"{n:02}"] for n in (0, 12)] == ["train", "valid"]


def test_folders_decide_and_only_the_rest_is_drawn(project: Project) -> None:
    came = [replace(p, provenance={"folder": "valid"}) for p in pictures(5, "cat")]
    came += [replace(p, provenance={"folder": "train"}) for p in pictures(5, "cat", start=50)]
    project.dataset.add([*came, *pictures(10, "cat", start=100)])
    project.dataset.set_split(SplitSettings(0.3, 1, kind="folder"))
    side = sides(project)
    assert [side[p.id] for p in came] == ["valid"] * 5 + ["train"] * 5
    assert Counter(side.values()) == {"train": 14, "valid": 6}
    late = [replace(p, provenance={"folder": "valid"}) for p in pictures(1, "cat", start=200)]
    project.dataset.add(late)
    assert sides(project)[late[0].id] == "valid"
