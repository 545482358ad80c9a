"""The embedding map: the same pictures give the same map, alike ones lie together."""

from pathlib import Path

import numpy as np
import pytest

from core.curation.embedding.embedding_map import (
    MAPS,
    EmbeddingMap,
    Method,
    Region,
    make_map,
    positions,
    quick_map,
    saved_map,
    start_map,
)
from core.curation.embedding.neighbours import astray
from core.project import map_cache
from core.project.project import Project
from core.vision.preprocess import Preprocess
from tests.waiting import until

HERE = Preprocess()


def clumps(each: int = 12) -> np.ndarray:
    """Three clumps in 32 dimensions."""
    rng = np.random.default_rng(0)
    points = np.repeat(np.eye(3, 32) * 4, each, axis=0) + 0.3 * rng.normal(size=(3 * each, 32))
    return points.astype(np.float32)


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_clumps_stay_together_and_the_map_fills_its_frame(method: Method) -> None:
    laid = positions(clumps(), method)
    middles = laid.reshape(3, 12, 2).mean(axis=1)
    own = np.linalg.norm(laid.reshape(3, 12, 2) - middles[:, None], axis=2).max()
    apart = min(np.linalg.norm(middles[i] - middles[j]) for i, j in ((0, 1), (0, 2), (1, 2)))
    assert own < apart
    assert np.abs(laid).max() == pytest.approx(1.0)


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5])
@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_few_pictures_are_laid_out_too(count: int, method: Method) -> None:
    laid = positions(clumps()[:count], method)
    assert laid.shape == (count, 2)
    assert np.isfinite(laid).all()


def test_a_map_is_kept_for_the_same_pictures_in_any_order(home: Path) -> None:
    ids = [f"{n:02}" for n in range(36)]
    made = make_map(ids, clumps(), HERE, "pca")
    back = saved_map(ids[::-1], HERE, "pca")
    assert back is not None
    assert (back.xy[::-1] == made.xy).all()
    assert saved_map(ids[1:], HERE, "pca") is None
    assert saved_map(ids, HERE, "tsne") is None
    assert saved_map(ids, Preprocess(160), "pca") is None


def test_a_damaged_map_is_made_again(home: Path) -> None:
    ids = [f"{n:02}" for n in range(36)]
    make_map(ids, clumps(), HERE, "pca")
    (file,) = (home / "cache" / "maps").iterdir()
    file.write_bytes(b"not a map")
    assert saved_map(ids, HERE, "pca") is None


def test_only_the_latest_maps_are_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_cache, "KEPT", 2)
    for first in range(4):
        make_map([f"{n:02}" for n in range(first, first + 6)], clumps()[:6], HERE, "pca")
    assert len(list((home / "cache" / "maps").glob("*.npz"))) == 2


def test_a_region_holds_the_pictures_inside_and_survives_an_address() -> None:
    laid = EmbeddingMap(["a", "b", "c"], np.array([[0, 0], [0.5, 0.5], [1, -1]], "f4"), "pca")
    region = Region("pca", -0.1, 0.6, -0.1, 0.6)
    assert laid.inside(region) == ["a", "b"]
    assert Region.parse(region.text) == region
    assert laid.inside(region._replace(method="tsne")) == []


@pytest.mark.parametrize(
    "text", ["", "pca", "pca:1,2,3", "pca:1,2,3,4,5", "umap:0,1,0,1", "pca:a,b,c,d", ":::,,,"]
)
def test_what_is_no_region_is_none(text: str) -> None:
    assert Region.parse(text) is None


def test_pca_is_there_at_once_and_tsne_after_a_while(trained: Project) -> None:
    ids = [record.id for record in trained.dataset.images()]
    assert quick_map(ids, HERE, "tsne") is None
    first = quick_map(ids, HERE, "pca")
    assert first is not None and first.ids == ids
    start_map(trained, ids, HERE, "tsne")
    until(lambda: not MAPS.running(trained))
    assert MAPS.progress(trained, "tsne").state == "finished"
    laid = quick_map(ids, HERE, "tsne")
    assert laid is not None and laid.method == "tsne"


def test_pictures_never_looked_at_are_looked_at_first(digits: Project) -> None:
    some = [record.id for record in digits.dataset.images()[:6]]
    small = Preprocess(96)
    assert quick_map(some, small, "pca") is None
    start_map(digits, some, small, "pca")
    until(lambda: not MAPS.running(digits))
    assert quick_map(some, small, "pca") is not None


def test_a_picture_among_another_class_is_found_by_name(trained: Project) -> None:
    records = trained.dataset.images()
    labels = [record.label for record in records]
    ids = [record.id for record in records]
    before = {image_id for stray in astray(ids, labels, HERE) for image_id in stray.ids}
    planted = next(i for i, one in enumerate(labels) if one == "three" and ids[i] not in before)
    labels[planted] = "eight"
    found = next(stray for stray in astray(ids, labels, HERE) if ids[planted] in stray.ids)
    assert (found.label, found.among) == ("eight", "three")
