import threading

import numpy as np
import pytest
from PIL import Image

from core.jobs.background import Stopped
from core.project.disk import shared_cache
from core.project.project import Project
from core.vision.backbone import backbone
from core.vision.embeddings import embed_images, not_embedded
from core.vision.preprocess import Preprocess
from tests.core.vision.pictures import new_image

SMALL = Preprocess(64)


@pytest.fixture
def filled(project: Project) -> Project:
    """A project with six different pictures."""
    project.dataset.add(new_image("noise", seed) for seed in range(6))
    return project


def test_each_row_is_the_embedding_of_its_picture(filled: Project) -> None:
    records = filled.dataset.images()
    rows = embed_images(filled, records, SMALL)
    assert rows.shape == (6, 1280)
    for record, row in zip(records, rows, strict=True):
        with Image.open(filled.dataset.image_path(record.id)) as image:
            expected = backbone().embed(SMALL(image)[None])[0]
        np.testing.assert_allclose(row, expected, atol=1e-4)


def test_only_new_pictures_pass_through_the_network(filled: Project) -> None:
    first = embed_images(filled, filled.dataset.images()[:4], SMALL)
    assert not_embedded(filled.dataset.images(), SMALL) == 2
    seen = list[tuple[int, int]]()
    again = embed_images(
        filled, filled.dataset.images(), SMALL, lambda done, new: seen.append((done, new))
    )
    assert seen == [(1, 2), (2, 2)]
    np.testing.assert_array_equal(again[:4], first)
    assert not_embedded(filled.dataset.images(), SMALL) == 0


def test_the_order_of_the_question_is_the_order_of_the_answer(filled: Project) -> None:
    records = filled.dataset.images()
    forwards = embed_images(filled, records, SMALL)
    backwards = embed_images(filled, records[::-1], SMALL)
    np.testing.assert_array_equal(backwards, forwards[::-1])


def test_another_preprocessing_has_its_own_embeddings(filled: Project) -> None:
    crop = embed_images(filled, filled.dataset.images(), SMALL)
    assert not_embedded(filled.dataset.images(), Preprocess(64, "squish")) == 6
    squish = embed_images(filled, filled.dataset.images(), Preprocess(64, "squish"))
    assert np.abs(crop - squish).max() > 0.01


def test_stopping_keeps_what_was_done(filled: Project) -> None:
    stop = threading.Event()
    with pytest.raises(Stopped):
        embed_images(filled, filled.dataset.images(), SMALL, lambda done, new: stop.set(), stop)
    assert 0 < not_embedded(filled.dataset.images(), SMALL) < 6


def test_a_damaged_cache_costs_time_and_nothing_else(filled: Project) -> None:
    before = embed_images(filled, filled.dataset.images(), SMALL)
    for file in shared_cache().glob("embeddings.sqlite*"):
        file.unlink()
    (shared_cache() / "embeddings.sqlite").write_bytes(b"no database" * 1000)
    np.testing.assert_allclose(
        embed_images(filled, filled.dataset.images(), SMALL), before, atol=1e-4
    )
    assert not_embedded(filled.dataset.images(), SMALL) == 0


def test_no_pictures_give_no_rows(project: Project) -> None:
    assert embed_images(project, [], SMALL).shape == (0, 1280)
