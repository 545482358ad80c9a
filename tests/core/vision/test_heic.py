"""HEIC and HEIF photos, made here: first picture, upright, in sRGB, whatever their brand says."""

import io
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageOps

from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.vision.read_photo import read_photo
from tests.core.gather.pictures import ORANGE, mean_colour, opened, plain
from tests.core.vision import odd_photos as odd
from tests.said import said

READABLE = ("heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "mif2", "msf1", "miaf", "heif")


def heic(*pictures: Image.Image, **options: Any) -> bytes:
    """Pictures as one HEIC file."""
    file, buffer = pillow_heif.from_pillow(pictures[0]), io.BytesIO()
    for picture in pictures[1:]:
        file.add_from_pillow(picture)
    save(file, buffer, chroma=444, **options)
    return buffer.getvalue()


def save(file: pillow_heif.HeifFile, buffer: io.BytesIO, **options: Any) -> None:
    """Write it; the encoder's own choice takes six times as long."""
    file.save(buffer, quality=90, enc_params={"preset": "ultrafast"}, **options)


def kept(data: bytes) -> Image.Image:
    """What the app stores of it; the reader that leaves sees the same."""
    stored = opened(decode(data, "IMG_0001.HEIC").jpeg)
    assert np.array_equal(np.asarray(stored), np.asarray(read_photo(data)))
    return stored


def close(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and bool(
        np.abs(np.asarray(one, float) - np.asarray(other, float)).mean() < 6
    )


def test_a_photo_comes_in_with_its_size_and_colours() -> None:
    assert close(kept(heic(odd.smooth((320, 240)))), odd.smooth((320, 240)))
    assert max(kept(heic(odd.smooth((1200, 900)))).size) == 640


@pytest.mark.parametrize("brand", READABLE)
def test_every_brand(brand: str) -> None:
    data = bytearray(heic(odd.smooth()))
    data[8:12] = brand.encode()
    assert close(kept(bytes(data)), odd.smooth())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_ends_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    lying = odd.smooth((200, 120))
    file, buffer = pillow_heif.from_pillow(lying.copy()), io.BytesIO()
    file.info["exif"] = exif.tobytes()
    save(file, buffer, chroma=444)
    lying.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(lying)
    assert upright is not None and close(kept(buffer.getvalue()), upright)


def test_the_first_of_several_pictures() -> None:
    shown = mean_colour(kept(heic(plain(ORANGE), plain((0, 0, 255)), plain((0, 255, 0)))))
    assert np.allclose(shown, ORANGE, atol=6)


def test_its_profile_is_followed() -> None:
    swapped = plain(ORANGE)
    swapped.info["icc_profile"] = odd.swapped_profile()
    assert np.allclose(mean_colour(kept(heic(swapped))), ORANGE[::-1], atol=8)


def test_transparent_is_white() -> None:
    assert np.allclose(mean_colour(kept(heic(plain((0, 0, 0, 0), "RGBA")))), 255, atol=3)


def test_ten_bits_are_made_eight() -> None:
    deep = np.full((48, 64, 3), 50_000, np.uint16)
    file, buffer = pillow_heif.from_bytes("RGB;16", (64, 48), deep.tobytes()), io.BytesIO()
    save(file, buffer)
    assert np.allclose(mean_colour(kept(buffer.getvalue())), 50_000 / 257, atol=4)


@pytest.mark.parametrize("body", odd.BROKEN_EXIF.values(), ids=odd.BROKEN_EXIF)
def test_a_broken_exif_is_passed_over(body: bytes) -> None:
    good = Image.Exif()
    good[0x010E] = "x" * 40
    photo = odd.smooth()
    photo.info["exif"] = good.tobytes()
    data = heic(photo)
    at = data.rindex(b"Exif\0\0MM\0*") + 6
    body = body.removeprefix(b"Exif\0\0")[:24]
    assert close(kept(data[:at] + body + data[at + len(body) :]), odd.smooth())


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_cut_one_is_called_a_heif_picture(share: float) -> None:
    data = heic(odd.smooth((320, 240)))
    with pytest.raises(Refused, match=said("refused", "heif")):
        decode(data[: int(len(data) * share)], "IMG_0001.HEIC")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_a_large_one_is_shrunk_in_strips_without_a_seam(mode: str) -> None:
    picture = odd.smooth((1700, 1300)).convert(mode)
    shrunk = picture.convert("RGB").resize((640, 489), Image.Resampling.BICUBIC)
    assert close(kept(heic(picture)), shrunk)
