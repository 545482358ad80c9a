"""Photos of large sensors come in: what counts is what a decoder holds, not what a header says."""

import pytest

from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from tests.core.gather.decoding import counted
from tests.core.gather.hostile_pictures import resized_header
from tests.core.gather.pictures import ORANGE, as_file, mean_colour, opened, plain

SIDES = [(8064, 6048), (6144, 8192), (16_320, 12_240)]


def claiming(size: tuple[int, int], **options: object) -> bytes:
    """A JPEG of 64 × 48 whose header says that it has `size`."""
    data = as_file(plain(), "JPEG", **options)
    at = data.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0") + 5
    return resized_header(data, at, ">2H", size[1], size[0])


@pytest.mark.parametrize("size", SIDES)
def test_a_photo_of_48_50_and_200_megapixels_comes_in(size: tuple[int, int]) -> None:
    data = as_file(plain(ORANGE, size=size), "JPEG")
    with counted() as work:
        stored = decode(data, "phone.jpg")
    assert max(stored.width, stored.height) == 640
    assert all(
        abs(a - b) < 3 for a, b in zip(mean_colour(opened(stored.jpeg)), ORANGE, strict=True)
    )
    assert work.pixels <= size[0] * size[1] / 60


@pytest.mark.parametrize("size", SIDES[:2])
def test_so_does_a_progressive_one(size: tuple[int, int]) -> None:
    data = as_file(plain(ORANGE, size=size), "JPEG", progressive=True)
    assert max(decode(data, "phone.jpg").width, decode(data, "phone.jpg").height) == 640


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((8064, 6048), {"progressive": True, "subsampling": 0}),
        ((12_000, 9_000), {"progressive": True}),
        ((16_400, 16_400), {}),
        ((65_000, 65_000), {}),
    ],
)
def test_what_takes_too_much_is_refused_before_it_is_decoded(
    size: tuple[int, int], options: dict[str, object]
) -> None:
    with counted() as work, pytest.raises(Refused, match=f"{size[0]:,} × {size[1]:,}"):
        decode(claiming(size, **options), "huge.jpg")
    assert work.pixels == 0
