"""Bear World: pictures follow their controls, and what ships is as the manifest says."""

import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.project.project import Project
from core.starter.bear_sets import (
    FOLDER,
    add_bears,
    bear_sets,
    faults_found,
    known_faults,
    pictures,
)
from core.starter.bear_world import build
from core.starter.bear_world.faults import EXTRAS, WRONG_LABELS_EACH
from core.starter.bear_world.render import render
from core.starter.bear_world.scene import INDOORS, KINDS, OUTDOORS, Subject, draw_subject
from core.starter.bear_world.sets import (
    A_MONTH,
    BIASED,
    DEFAULT,
    HELD_BACK,
    MONTHS,
    SETS,
    Order,
)
from tests.said import said

SIDE = 96
BEAR = Subject("black", "snow", "black", "stand", yaw=60.0, fill=0.7)
SHIPPED_AT_MOST = 12_000_000


def pixels(subject: Subject, seed: int = 4) -> np.ndarray:
    return np.asarray(render(subject, seed, SIDE), np.float32)


@pytest.fixture(scope="module")
def plain() -> np.ndarray:
    return pixels(BEAR)


def dark_share(picture: np.ndarray) -> float:
    """How much of a picture of a black bear in snow is bear."""
    return float(((picture.mean(2) < 70) & (np.ptp(picture, axis=2) < 14)).mean())


def test_the_same_seed_gives_the_same_picture_and_another_seed_another(plain: np.ndarray) -> None:
    assert np.array_equal(plain, pixels(BEAR))
    assert not np.array_equal(plain, pixels(BEAR, seed=5))


def test_distance_makes_the_bear_smaller(plain: np.ndarray) -> None:
    far = pixels(replace(BEAR, fill=0.25))
    assert 0 < dark_share(far) < dark_share(plain) / 3


def test_a_bear_is_whole_in_the_frame(plain: np.ndarray) -> None:
    dark = plain.mean(2) < 70
    edges = np.concatenate([dark[0], dark[-1], dark[:, 0], dark[:, -1]])
    assert dark.any() and not edges.any()


def test_night_is_grey_and_dark_is_dark(plain: np.ndarray) -> None:
    night = pixels(replace(BEAR, time="night"))
    assert np.ptp(night, axis=2).mean() < 8
    assert pixels(replace(BEAR, dark=3.4)).mean() < plain.mean() / 2


def test_blur_and_few_pixels_lose_detail_and_fog_loses_contrast(plain: np.ndarray) -> None:
    def detail(picture: np.ndarray) -> float:
        return float(np.abs(np.diff(picture.mean(2))).mean())

    assert detail(pixels(replace(BEAR, blur=1.0))) < 0.7 * detail(plain)
    assert detail(pixels(replace(BEAR, resolution=16))) < 0.7 * detail(plain)
    assert pixels(replace(BEAR, fog=0.9)).std() < 0.8 * plain.std()


def test_bushes_hide_the_bear(plain: np.ndarray) -> None:
    assert dark_share(pixels(replace(BEAR, hidden=0.8))) < dark_share(plain)


def test_every_background_and_kind_renders() -> None:
    means = {
        place: pixels(replace(BEAR, background=place)).mean((0, 1)) for place in OUTDOORS + INDOORS
    }
    assert all(np.linalg.norm(means["snow"] - means[p]) > 10 for p in means if p != "snow")
    for kind in KINDS:
        assert pixels(draw_subject(kind, np.random.default_rng(1))).std() > 15


def test_an_unknown_background_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        render(replace(BEAR, background="moon"), 1, SIDE)


def test_bias_makes_the_background_a_give_away() -> None:
    for picture in SETS[BIASED].pictures():
        indoors = picture.subject.background in INDOORS
        assert indoors == (picture.subject.kind == "teddy")
    swapped = SETS["swapped-backgrounds"].pictures()
    assert all((p.subject.background in OUTDOORS) == (p.subject.kind == "teddy") for p in swapped)


def test_classes_share_backgrounds_in_the_default_set() -> None:
    for kind in KINDS:
        seen = {p.subject.background for p in SETS[DEFAULT].pictures() if p.subject.kind == kind}
        assert len(seen) >= 5


def test_sets_hold_no_picture_twice_over() -> None:
    seeds = [p.seed for s in SETS.values() for p in s.pictures() if not p.of]
    assert len(seeds) == len(set(seeds))
    assert sum(name.startswith("month-") for name in SETS) == MONTHS
    assert len(HELD_BACK) == 6


def test_a_year_has_as_many_pictures_each_month_and_fewer_and_fewer_teddies() -> None:
    months = [SETS[f"month-{number:02d}"].pictures() for number in range(1, MONTHS + 1)]
    assert {len(month) for month in months} == {A_MONTH}
    teddies = [sum(one.subject.kind == "teddy" for one in month) for month in months]
    assert teddies == sorted(teddies, reverse=True) and teddies[-1] < teddies[0] / 2


def test_the_planted_faults_are_counted() -> None:
    faults = Counter(p.fault for p in SETS[DEFAULT].pictures() if p.fault)
    assert faults == {**EXTRAS, "wrong label": WRONG_LABELS_EACH * len(KINDS)}
    for picture in SETS[DEFAULT].pictures():
        assert (picture.shown != picture.subject.kind) == (picture.fault == "wrong label")


def test_the_manifest_is_what_the_renderer_would_write() -> None:
    shipped = json.loads((FOLDER / build.MANIFEST).read_text("utf-8"))
    assert shipped == json.loads(json.dumps(build.manifest()))


def test_the_manifest_names_exactly_the_files_that_ship() -> None:
    named = {picture.path for name in bear_sets() for picture in pictures(name)}
    assert named == set(FOLDER.rglob("*.jpg"))
    assert sum(f.stat().st_size for f in FOLDER.rglob("*") if f.is_file()) <= SHIPPED_AT_MOST


def test_duplicates_are_what_they_are_called() -> None:
    for picture in pictures():
        if picture.fault == "exact duplicate":
            assert picture.path.read_bytes() == picture.path.with_name(picture.of).read_bytes()
        if picture.fault == "near duplicate":
            twins = [
                Image.open(p).convert("L")
                for p in (picture.path, picture.path.with_name(picture.of))
            ]
            here, there = (
                np.asarray(t.resize((16, 16), Image.Resampling.BOX), float) for t in twins
            )
            assert 0.5 < np.abs(here - there).mean() < 30
            assert np.corrcoef(here.ravel(), there.ravel())[0, 1] > 0.85


def test_adding_bears_reports_what_is_corrupt_and_what_is_there_twice(project: Project) -> None:
    report = add_bears(project)
    assert report.new == 320 and report.seen == 327
    corrupt = {p.file for p in pictures() if p.fault == "corrupt"}
    assert {name for name, _ in report.refused} == corrupt
    assert all(reason for _, reason in report.refused) and len(report.already) == 4
    counts = project.dataset.classes()
    assert set(counts) == set(KINDS) and min(counts.values()) > 95
    record = project.dataset.images()[0]
    author = project.dataset.provenance(record.id)["author"]
    assert re.fullmatch(said("starter", "author"), author)


def test_finding_planted_faults_is_counted(project: Project) -> None:
    add_bears(project)
    assert {kind: count.found for kind, count in faults_found(project).items()} == {
        "wrong label": 0, "near duplicate": 0, "blurred": 0, "dark": 0,
    }  # fmt: skip
    wrong = [i for i, p in known_faults().items() if p.fault == "wrong label"]
    project.dataset.move(wrong[:2], known_faults()[wrong[0]].true)
    project.dataset.remove([wrong[2], *[i for i, p in known_faults().items() if p.fault == "dark"]])
    expected = 2 + (known_faults()[wrong[0]].true == known_faults()[wrong[1]].true)
    counts = faults_found(project)
    assert (counts["wrong label"].planted, counts["wrong label"].found) == (18, expected)
    assert counts["dark"].found == counts["dark"].planted == 6


def test_a_few_of_each_class_can_be_had(project: Project) -> None:
    assert add_bears(project, "night", per_class=2).new == 6
    assert project.dataset.classes() == dict.fromkeys(KINDS, 2) and faults_found(project) == {}


def test_a_build_keeps_what_is_there_and_makes_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.starter.bear_world.build.os.cpu_count", lambda: 1)
    few = SETS["night"].pictures()[:1]
    monkeypatch.setattr("core.starter.bear_world.sets.PictureSet.pictures", lambda self: few)
    target = tmp_path / "night" / few[0].file
    build.build(tmp_path, ["night"])
    with Image.open(target) as made:
        assert made.size == (224, 224)
    target.write_bytes(b"kept")
    build.build(tmp_path, ["night"])
    assert target.read_bytes() == b"kept" and (tmp_path / build.MANIFEST).exists()


def test_an_order_repeats_and_keeps_weather_outdoors() -> None:
    order = Order(each=4, seed=9, controls={"rain": 0.5, "fill": 0.3})
    planned = order.pictures()
    assert planned == Order(each=4, seed=9, controls={"rain": 0.5, "fill": 0.3}).pictures()
    assert [p.shown for p in planned[:3]] == list(KINDS)
    assert all(p.subject.fill == 0.3 for p in planned)
    assert all(p.subject.rain == (0.5 if p.subject.background in OUTDOORS else 0) for p in planned)


@pytest.mark.parametrize(
    "order",
    [Order(each=0), Order(each=500), Order(controls={"colour": 1}), Order(kinds=("panda",))],
)
def test_an_order_that_cannot_be_filled_is_refused(order: Order) -> None:
    with pytest.raises(ValueError):
        order.pictures()


def test_a_corrupt_file_does_not_open() -> None:
    for picture in pictures():
        if picture.fault == "corrupt":
            with pytest.raises(Exception):  # noqa: B017 - decoders raise almost anything
                Image.open(io.BytesIO(picture.path.read_bytes())).load()
