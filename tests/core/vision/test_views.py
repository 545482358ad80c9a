import numpy as np
import pytest
from PIL import Image

from core.project.project import Project
from core.vision.embeddings import embed_images, not_embedded
from core.vision.preprocess import Preprocess
from core.vision.views import AS_IT_IS, EXTRA, LEAST_AREA, MIRRORED, crop, keep_views, views_of
from tests.core.project.pictures import store_setting
from tests.core.vision.pictures import new_image, noise

SMALL = Preprocess(64)


def test_a_mirrored_picture_is_left_for_right() -> None:
    picture = noise(30, 20)
    np.testing.assert_array_equal(
        np.asarray(MIRRORED.of(picture, "any")), np.asarray(picture)[:, ::-1]
    )


@pytest.mark.parametrize("size", [(300, 200), (90, 400), (1, 1), (3, 200)])
def test_a_piece_is_always_the_same_and_not_too_small(size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size)
    for name in "abcdef":
        piece = crop(1).of(picture, name)
        assert piece.size == crop(1).of(picture, name).size
        assert piece.width <= size[0]
        assert piece.height <= size[1]
        if min(size) == 200:
            assert piece.width * piece.height > 0.98 * LEAST_AREA * size[0] * size[1]


def test_pieces_differ_from_picture_to_picture_and_from_crop_to_crop() -> None:
    picture = noise(300, 200)
    pieces = [crop(1).of(picture, "a"), crop(1).of(picture, "b"), crop(2).of(picture, "a")]
    assert len({piece.tobytes() for piece in pieces}) == 3


def test_each_view_has_its_own_embeddings(project: Project) -> None:
    project.dataset.add(new_image("noise", seed) for seed in range(3))
    records = project.dataset.images()
    plain = embed_images(project, records, SMALL)
    assert not_embedded(records, SMALL, MIRRORED) == 3
    turned = embed_images(project, records, SMALL, view=MIRRORED)
    assert np.abs(plain - turned).max() > 0.01
    assert not_embedded(records, SMALL, MIRRORED) == not_embedded(records, SMALL) == 0
    assert len({view.key for views in EXTRA.values() for view in (AS_IT_IS, *views)}) == 4


def test_a_project_looks_once_until_it_is_told_otherwise(project: Project) -> None:
    assert views_of(project) == "once"
    keep_views(project, "crops")
    assert views_of(project) == "crops"
    store_setting(project, "quick_views", "upside down")
    assert views_of(project) == "once"
