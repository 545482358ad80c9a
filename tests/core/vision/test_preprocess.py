from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.vision.preprocess import Preprocess
from tests.core.vision.fastai_reference import METHODS, SIZE, reference
from tests.core.vision.pictures import noise

SHAPES = [(300, 200), (200, 301), (96, 96), (401, 223), (61, 50), (37, 90), (640, 97)]


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of odd shapes, and what fastai's own transforms make of them at validation."""
    folder = tmp_path_factory.mktemp("golden")
    for width, height in SHAPES:
        noise(width, height).save(folder / f"{width}x{height}.png")
    reference("resize", folder)
    return folder


@pytest.mark.parametrize("name", METHODS)
def test_a_picture_is_prepared_exactly_as_fastai_prepares_it_for_validation(
    golden: Path, name: str
) -> None:
    method, pad = METHODS[name]
    preprocess = Preprocess(SIZE, method, pad)  # type: ignore[arg-type]
    with np.load(golden / "resized.npz") as expected:
        for width, height in SHAPES:
            stem = f"{width}x{height}"
            image = Image.open(golden / f"{stem}.png")
            pixels = expected[f"{stem}/{name}/pixels"]
            np.testing.assert_array_equal(np.asarray(preprocess.resized(image)), pixels, stem)
            np.testing.assert_allclose(
                preprocess(image), expected[f"{stem}/{name}/input"], atol=1e-6, err_msg=stem
            )


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_any_mode_becomes_three_channels_in_range(mode: str) -> None:
    prepared = Preprocess(32)(noise(50, 40).convert(mode))
    assert prepared.shape == (3, 32, 32)
    assert prepared.dtype == np.float32
    assert -1.0 <= prepared.min() < prepared.max() <= 1.0


def test_only_preprocessings_with_other_pixels_have_another_key() -> None:
    same = {Preprocess(64, "crop", "zeros").key, Preprocess(64, "crop", "border").key}
    assert len(same) == 1
    others = [
        Preprocess(64, "crop"),
        Preprocess(96, "crop"),
        Preprocess(64, "squish"),
        Preprocess(64, "pad", "zeros"),
        Preprocess(64, "pad", "border"),
        Preprocess(64, "random_resized_crop"),
    ]
    assert len({preprocess.key for preprocess in others}) == len(others)
