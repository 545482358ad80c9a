import random

import pytest
from PIL import Image

from core.vision.preprocess import Preprocess
from core.vision.resize.resize_marks import drawn_on, mark, of_box, random_boxes, resized_box


@pytest.mark.parametrize(
    ("method", "lost", "padding", "stretch"),
    [("crop", 0.25, 0.0, 1.0), ("pad", 0.0, 0.25, 1.0), ("squish", 0.0, 0.0, 0.75)],
)
def test_each_method_has_its_own_price(method, lost, padding, stretch):
    found = mark(400, 300, method)
    assert (found.lost, found.padding, found.stretch) == pytest.approx((lost, padding, stretch))


def test_a_square_picture_pays_nothing():
    for method in ("crop", "pad", "squish"):
        found = mark(300, 300, method)
        assert (found.box, found.lost, found.padding, found.stretch) == ((0, 0, 300, 300), 0, 0, 1)


def test_the_marked_box_is_what_the_model_sees():
    picture = Image.effect_noise((320, 200), 90).convert("RGB")
    box = mark(320, 200, "crop").box
    seen = Preprocess(size=200, method="crop").resized(picture)
    assert resized_box(picture, box, 200).tobytes() == seen.tobytes()


@pytest.mark.parametrize("size", [(400, 300), (300, 400), (900, 200)])
def test_random_boxes_are_those_fastai_draws(size):
    from fastai.vision.core import PILImage

    import core.worker.datablock  # noqa: F401  (readies torchvision before fastai loads it)

    # isort: split
    from fastai.vision import augment

    crop = augment.RandomResizedCrop(224, min_scale=0.35)
    picture = PILImage.create(Image.new("RGB", size))
    random.seed(7)
    fastais = []
    for _ in range(5):
        crop.before_call(picture, split_idx=0)
        (left, top), (wide, high) = crop.tl, crop.cp_size
        fastais.append((left, top, left + wide, top + high))
    assert random_boxes(*size, 0.35, 5, seed=7) == fastais


def test_lost_is_drawn_dark_and_padding_is_added():
    white = Image.new("RGB", (400, 200), "white")
    cropped = drawn_on(white, [mark(400, 200, "crop").box])
    assert cropped.size == (480, 240)
    assert sum(cropped.getpixel((20, 120))) < 400 < sum(cropped.getpixel((240, 120)))
    padded = drawn_on(white, [mark(400, 200, "pad").box])
    assert padded.size == (480, 480)


def test_a_box_of_another_shape_is_stretched():
    assert of_box(400, 400, (0, 0, 400, 300)).stretch == pytest.approx(0.75)
    assert of_box(400, 400, (0, 0, 400, 300)).lost == pytest.approx(0.25)
