"""What is worth a look: leaks first, nothing that was called fine, nothing of the locked test."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from core.curation.health import health_check as checking
from core.curation.health.health import (
    BESIDE_TEST,
    KINDS,
    SPLIT_LEAK,
    TWICE,
    UNLIKE,
    Checked,
    call_fine,
    findings,
    forget_fine,
    health_text,
    in_a_word,
    out_of_balance,
)
from core.curation.health.health_check import HEALTH, needs_check, start_check
from core.gather.reading.decode import encode
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.project import Project
from core.project.records import NewImage
from tests.core.gather.pictures import noise
from tests.reading import figures


def soft(seed: int) -> Image.Image:
    return noise(seed, (240, 180)).filter(ImageFilter.GaussianBlur(6))


def put_in(
    project: Project, images: dict[str, Image.Image], label: str = "black"
) -> dict[str, str]:
    """Name → id of pictures that are now in the project."""
    stored = {name: encode(image) for name, image in images.items()}
    project.dataset.add(
        NewImage(s.id, s.jpeg, label, n, s.width, s.height) for n, s in stored.items()
    )
    return {name: s.id for name, s in stored.items()}


def place(project: Project, sides: dict[str, str]) -> None:
    with project.writing(dataset=True) as connection:
        connection.executemany(
            "UPDATE image SET split = ? WHERE id = ?", [(s, i) for i, s in sides.items()]
        )


@pytest.fixture
def twins(project: Project) -> tuple[Project, dict[str, str], Checked]:
    """Two near duplicates and two pictures like no other."""
    one = soft(1)
    brighter = one.point(lambda value: min(255, int(value * 1.05)))
    ids = put_in(project, {"a": one, "a again": brighter, "b": soft(2), "c": soft(3)})
    alike = near_duplicate_groups(project.dataset, list(ids.values()))
    assert set(alike) == {ids["a"], ids["a again"]}
    suspects = {"dark": [ids["c"], ids["b"]], UNLIKE: [ids["b"]]}
    return project, ids, Checked(frozenset(ids.values()), alike, suspects, compared=True)


@pytest.mark.parametrize(
    ("sides", "kind"),
    [
        (("train", "valid"), SPLIT_LEAK),
        (("train", "train"), TWICE),
        (("valid", "valid"), TWICE),
        (("train", "test"), BESIDE_TEST),
        (("valid", "test"), BESIDE_TEST),
        (("test", "test"), None),
    ],
)
def test_a_double_is_named_by_the_sides_it_stands_on(
    twins: tuple[Project, dict[str, str], Checked], sides: tuple[str, str], kind: str | None
) -> None:
    project, ids, checked = twins
    place(project, dict(zip((ids["a"], ids["a again"]), sides, strict=True)))
    doubles = [
        one for one in findings(checked, project) if one.kind in (SPLIT_LEAK, TWICE, BESIDE_TEST)
    ]
    assert [one.kind for one in doubles] == ([kind] if kind else [])
    if kind:
        assert {record.id for record in doubles[0].pictures} == {ids["a"], ids["a again"]}
        assert doubles[0].count == 1


def test_the_worst_stand_first_and_locked_pictures_are_no_suggestion(
    twins: tuple[Project, dict[str, str], Checked],
) -> None:
    project, ids, checked = twins
    place(project, dict.fromkeys(ids.values(), "train"))
    found = {one.kind: one for one in findings(checked, project)}
    assert list(found) == [TWICE, UNLIKE, "dark"]
    assert [record.name for record in found["dark"].pictures] == ["c", "b"]
    place(project, {ids["c"]: "test"})
    found = {one.kind: one for one in findings(checked, project)}
    assert [record.name for record in found["dark"].pictures] == ["b"]


def test_what_was_called_fine_is_not_suggested_again_until_asked(
    twins: tuple[Project, dict[str, str], Checked],
) -> None:
    project, ids, checked = twins
    place(project, {ids["a"]: "train", ids["a again"]: "train"})
    call_fine(project, "dark", [ids["c"]])
    call_fine(project, TWICE, [ids["a"], ids["a again"]])
    found = {one.kind: [r.name for r in one.pictures] for one in findings(checked, project)}
    assert found == {UNLIKE: ["b"], "dark": ["b"]}
    place(project, {ids["a again"]: "valid"})
    assert SPLIT_LEAK not in {one.kind for one in findings(checked, project)}
    third = put_in(project, {"a third time": soft(1).crop((1, 1, 239, 179))})["a third time"]
    grown = replace(checked, alike={**checked.alike, third: next(iter(checked.alike.values()))})
    assert SPLIT_LEAK in {one.kind for one in findings(grown, project)}
    forget_fine(project)
    assert [r.name for r in findings(checked, project)[-1].pictures] == ["c", "b"]


def test_deleting_the_spare_settles_a_double_without_another_check(
    twins: tuple[Project, dict[str, str], Checked],
) -> None:
    project, ids, checked = twins
    project.dataset.remove([ids["a again"], ids["b"]])
    assert {one.kind: len(one.pictures) for one in findings(checked, project)} == {"dark": 1}


def test_a_class_shows_the_groups_it_is_part_of(
    twins: tuple[Project, dict[str, str], Checked],
) -> None:
    project, ids, checked = twins
    project.dataset.move([ids["a again"]], "grizzly")
    double = findings(checked, project)[0]
    assert len(double.of_class("grizzly").pictures) == 2
    assert double.of_class("teddy").count == 0 and double.of_class(None) == double


def test_every_kind_has_its_words_and_counts_groups(
    twins: tuple[Project, dict[str, str], Checked],
) -> None:
    project, ids, checked = twins
    assert set(health_text().kinds) == set(KINDS)
    place(project, {ids["a"]: "train", ids["a again"]: "valid"})
    said = [in_a_word(one) for one in findings(checked, project)]
    assert [figures(words) for words in said] == [[1], [1], [2]] and len(set(said)) == 3


def test_all_the_smallest_classes_are_named() -> None:
    said = out_of_balance({"bottle": 17, "can": 17, "jar": 40})
    assert said == [health_text().thin_many.format(name="bottle and can", count=17)]


def test_classes_out_of_balance_are_named() -> None:
    assert out_of_balance({"a": 100, "b": 90}) == []
    assert [figures(said) for said in out_of_balance({"a": 100, "b": 30})] == [[30, 100]]
    none, few = out_of_balance({"a": 100, "b": 5, "c": 0})
    assert "c" in none.split() and "b" in few.split() and figures(few) == [5]


def test_a_check_looks_once_at_each_picture(
    project: Project, monkeypatch: pytest.MonkeyPatch, until: object
) -> None:
    """The parts that need a worker process and a network are measured elsewhere."""
    asked: list[int] = []

    def embed(project: Project, records: list[object], *_: object, **__: object) -> object:
        asked.append(len(records))
        return np.eye(len(records), 8, dtype=np.float32)

    monkeypatch.setattr(checking, "start_faults", lambda project: None)
    monkeypatch.setattr(checking, "embed_images", embed)
    put_in(project, {str(seed): soft(seed) for seed in range(4)})
    assert needs_check(project)
    start_check(project)
    until(lambda: HEALTH.progress(project).state != "running")  # type: ignore[operator,union-attr]
    check = HEALTH.progress(project)
    assert check and check.state == "finished" and check.result.compared
    assert asked == [4] and not needs_check(project)
    project.dataset.move([project.dataset.images()[0].id], "grizzly")
    project.dataset.remove([project.dataset.images()[1].id])
    assert not needs_check(project)
    put_in(project, {"new": soft(9)})
    assert needs_check(project)


def test_more_new_pictures_than_a_moments_work_wait_for_a_click(
    project: Project, monkeypatch: pytest.MonkeyPatch, until: object
) -> None:
    monkeypatch.setattr(checking, "start_faults", lambda project: None)
    monkeypatch.setattr(checking, "EMBEDDED_UNASKED", 2)
    monkeypatch.setattr(
        checking, "embed_images", lambda project, records, *_, **__: np.eye(len(records))
    )
    put_in(project, {str(seed): soft(seed) for seed in range(3)})
    for thorough in (False, True):
        start_check(project, thorough=thorough)
        until(lambda: HEALTH.progress(project).state != "running")  # type: ignore[operator,union-attr]
        check = HEALTH.progress(project)
        assert check and check.result.compared is thorough
