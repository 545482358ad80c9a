"""Conditions change a picture as far as their strength says, and always in the same way."""

import numpy as np
import pytest
from PIL import Image

from core.evaluation.conditions import CONDITIONS, STRENGTHS, WORKING_SIDE, Condition

ALL = pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)


def _picture(width: int = 120, height: int = 90) -> Image.Image:
    y, x = np.mgrid[0:height, 0:width]
    bands = np.stack([x * 2 % 256, y * 2 % 256, (x // 9 + y // 9) % 2 * 200], axis=-1)
    return Image.fromarray(bands.astype(np.uint8))


def _distance(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


@ALL
def test_one_picture_always_looks_the_same_and_keeps_its_shape(condition: Condition) -> None:
    first, again = (condition.of(_picture(), "a", condition.usual) for _ in range(2))
    assert first.size == (120, 90) and first.mode == "RGB"
    assert _distance(first, again) == 0


@ALL
def test_more_strength_changes_more(condition: Condition) -> None:
    changed = [_distance(condition.of(_picture(), "a", s), _picture()) for s in (0.05, 1.0)]
    assert changed[0] < changed[1]


@ALL
@pytest.mark.parametrize("size", [(1, 1), (2, 300), (1600, 900)])
def test_any_size_and_mode_is_taken(condition: Condition, size: tuple[int, int]) -> None:
    shown = condition.of(Image.new("L", size, 90), "b", 1.0)
    assert min(shown.size) <= WORKING_SIDE


def test_the_cache_tells_strengths_apart() -> None:
    keys = {one.view(s).key for one in CONDITIONS.values() for s in STRENGTHS}
    assert len(keys) == len(CONDITIONS) * len(STRENGTHS)
