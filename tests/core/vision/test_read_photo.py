"""One reader of photos: intake and everything that leaves see the same picture in a file."""

import ast
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.vision import read_photo as reader
from core.vision.read_photo import read_photo
from tests.conftest import shared_folder
from tests.core.gather.pictures import ORANGE, as_file, mean_colour, noise, opened, plain
from tests.core.vision import odd_photos as odd
from tests.said import said

SOURCE = Path(reader.__file__)


def same(one: Image.Image, other: Image.Image, within: float = 4) -> bool:
    """Whether two pictures of one size differ by no more than JPEG changes them."""
    return (
        one.size == other.size
        and np.abs(np.asarray(one, float) - np.asarray(other.convert("RGB"), float)).mean() < within
    )


def kinds() -> dict[str, bytes]:
    """A photo of every kind, by name."""
    return {
        "phone": odd.upright_then_turned()[1],
        "drawing": odd.drawing_on_nothing(),
        "deep": odd.deep_greys(),
        "profile": as_file(noise(2, (900, 700)), "JPEG", icc_profile=odd.swapped_profile()),
        "print": as_file(noise(3).convert("CMYK"), "JPEG"),
        "palette": as_file(noise(4).quantize(8), "GIF"),
        "large": as_file(noise(5, (3001, 2000)), "JPEG"),
        "webp": as_file(noise(6), "WEBP"),
        "avif": as_file(noise(7), "AVIF"),
        "cut": as_file(noise(8, (700, 500)), "JPEG")[:-2],
        "empty alpha": odd.bmp_of_four_bytes(108, 0),
    }


@pytest.mark.parametrize("kind", kinds())
def test_it_sees_what_intake_keeps_to_the_last_bit(kind: str, tmp_path: Path) -> None:
    data = kinds()[kind]
    kept = np.asarray(opened(decode(data, kind).jpeg))
    (tmp_path / "photo").write_bytes(data)
    for photo in (data, io.BytesIO(data), tmp_path / "photo", str(tmp_path / "photo")):
        seen = read_photo(photo)
        assert seen.mode == "RGB" and np.array_equal(np.asarray(seen), kept)


def test_a_kept_picture_that_comes_back_is_the_same_picture() -> None:
    for kind, data in kinds().items():
        kept = decode(data, kind)
        again = decode(kept.jpeg, "again.jpg")
        assert (again.id, again.jpeg) == (kept.id, kept.jpeg)
        assert np.array_equal(np.asarray(read_photo(kept.jpeg)), np.asarray(opened(kept.jpeg)))


def test_a_kept_picture_to_which_a_program_added_notes_is_the_same_picture() -> None:
    kept = decode(as_file(noise(1), "PNG"), "a.png")
    exif = Image.Exif()
    exif[0x010F] = "SECRET"
    noted = as_file(opened(kept.jpeg), "JPEG", quality="keep", exif=exif, comment=b"SECRET")
    again = decode(noted, "noted.jpg")
    assert b"SECRET" in noted and b"SECRET" not in again.jpeg
    assert np.array_equal(np.asarray(opened(again.jpeg)), np.asarray(read_photo(noted)))


def test_it_stands_alone(tmp_path: Path) -> None:
    (tmp_path / "read_photo.py").write_bytes(SOURCE.read_bytes())
    (tmp_path / "photo.png").write_bytes(odd.drawing_on_nothing())
    code = (
        "import sys; sys.path.insert(0, '.'); from read_photo import read_photo\n"
        "print(read_photo('photo.png').getpixel((0, 0)))\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('core', 'ui', 'torch')]"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "(255, 255, 255)"
    tree = ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
    imported = {
        name.split(".")[0]
        for node in tree
        for name in (
            [n.name for n in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - set(sys.stdlib_module_names) == {"PIL", "numpy", "pi_heif"}


def test_turned_scaled_and_on_white() -> None:
    picture, lying = odd.upright_then_turned()
    assert same(read_photo(lying), picture)
    drawing = read_photo(odd.drawing_on_nothing())
    assert drawing.getpixel((0, 0)) == (255, 255, 255) and max(drawing.getpixel((60, 5))) < 6  # type: ignore[arg-type]
    greys = np.asarray(read_photo(odd.deep_greys()).convert("L"), float)
    assert greys[0, 0] < 6 and greys[-1, -1] > 249 and abs(greys.mean() - 127.5) < 4
    swapped = as_file(plain(), "JPEG", icc_profile=odd.swapped_profile())
    assert np.allclose(mean_colour(read_photo(swapped)), ORANGE[::-1], atol=12)


def test_a_turn_stands_in_the_exif_wherever_that_is_and_nowhere_else() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = odd.smooth((120, 80))
    png = as_file(lying, exif=exif)
    start, length = png.index(b"eXIf") - 4, len(exif.tobytes()) - 6 + 12
    chunk = png[start : start + length]
    late = png[:start] + png[start + length : -12] + chunk + png[-12:]
    assert read_photo(png).size == read_photo(late).size == (80, 120)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Orientation="6"/></x:xmpmeta>'
    for format in ("JPEG", "WEBP", "AVIF"):
        noted = as_file(lying, format, xmp=xmp)
        assert read_photo(noted).size == (120, 80), format
        stored = opened(decode(noted, "a").jpeg)
        assert np.array_equal(np.asarray(stored), np.asarray(read_photo(noted))), format


def test_several_pages_of_a_tiff_are_a_sentence() -> None:
    pages = as_file(plain(), "TIFF", save_all=True, append_images=[plain((0, 0, 255))])
    large = [(start + bytes(60), "large_tiff") for start in (b"II+\0", b"MM\0+")]
    for data, why in [(pages, "tiff"), *large]:
        with pytest.raises(Refused, match=said("refused", why)):
            decode(data, "scan.tif")


def test_a_jpeg_wider_than_any_decoder_takes_is_too_long() -> None:
    data = as_file(plain(), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    with pytest.raises(Refused, match=said("refused", "too_long")):
        decode(data[:at] + b"\x00\x40\xff\xff" + data[at + 4 :], "ribbon.jpg")


def test_a_clear_grey_of_sixteen_bits_is_white() -> None:
    deep = Image.fromarray(np.full((16, 16), 4_000, np.uint16))
    assert read_photo(as_file(deep, transparency=4_000)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("exif", odd.BROKEN_EXIF)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_broken_exif_is_no_reason_to_lose_the_picture(format: str, exif: str) -> None:
    kept = decode(odd.with_exif(format, odd.BROKEN_EXIF[exif]), "a")
    assert same(opened(kept.jpeg), odd.smooth())


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_an_empty_exif_neither(format: str) -> None:
    assert same(opened(decode(odd.with_empty_exif(format), "a").jpeg), odd.smooth())


def jpegs() -> dict[str, bytes]:
    """JPEGs as programs write them."""
    photo = noise(21, (900, 640))
    return {
        "plain": as_file(photo, "JPEG"),
        "progressive": as_file(photo, "JPEG", progressive=True),
        "grey": as_file(photo.convert("L"), "JPEG"),
        "print": as_file(photo.convert("CMYK"), "JPEG"),
        "fine": as_file(photo, "JPEG", quality=98, subsampling=0, optimize=True),
        "restarts": as_file(photo, "JPEG", restart_marker_blocks=9),
        "large": as_file(noise(22, (4000, 1500)), "JPEG"),
        "odd sides": as_file(noise(23, (333, 217)), "JPEG"),
    }


@pytest.mark.parametrize("kind", jpegs())
def test_a_jpeg_that_lacks_only_its_end_marker_comes_in(kind: str) -> None:
    whole = jpegs()[kind]
    expected = opened(decode(whole, "a.jpg").jpeg)
    for missing in (1, 2):
        assert same(opened(decode(whole[:-missing], "a.jpg").jpeg), expected, within=0.5)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("kind", jpegs())
def test_a_jpeg_that_lacks_pixels_does_not(kind: str, share: float) -> None:
    whole = jpegs()[kind]
    with pytest.raises(Refused, match=said("refused", "cut_off")):
        decode(whole[: int(len(whole) * share)], "a.jpg")


@pytest.mark.parametrize("header", [56, 108, 124])
def test_a_fourth_byte_that_nobody_filled_in_is_no_transparency(header: int) -> None:
    orange = (200, 100, 50)
    for alpha, colour in ((0, orange), (255, orange), (128, (227, 177, 152))):
        stored = opened(decode(odd.bmp_of_four_bytes(header, alpha), "a.bmp").jpeg)
        assert np.allclose(mean_colour(stored), colour, atol=3), alpha


def test_a_clear_png_is_white_all_the_same() -> None:
    stored = opened(decode(as_file(plain((200, 100, 50, 0), "RGBA")), "a.png").jpeg)
    assert mean_colour(stored) == (255, 255, 255)


@pytest.mark.parametrize("size", [(20, 70_000), (70_000, 20), (200, 80_000), (8, 1_000_000)])
@pytest.mark.parametrize("format", ["PNG", "BMP"])
def test_a_side_over_the_limit_is_said_to_be_one(size: tuple[int, int], format: str) -> None:
    with pytest.raises(Refused, match=said("refused", "too_long")):
        decode(as_file(plain(0, "L", size), format), "ribbon")


@pytest.mark.parametrize("brand", odd.HEIF_BRANDS)
@pytest.mark.parametrize("name", ["IMG_1.HEIC", "photo.jpg", "clip.mov"])
def test_a_heif_picture_that_cannot_be_read_is_called_one(brand: str, name: str) -> None:
    with pytest.raises(Refused, match=said("refused", "heif")):
        decode(odd.heif_header(brand), name)


@pytest.mark.parametrize("make", [lambda: odd.heif_header("isom", b"mp42"),
                                  lambda: odd.heif_header("qt  ", b"qt  ")])  # fmt: skip
def test_a_film_is_called_a_film(make: Callable[[], bytes]) -> None:
    with pytest.raises(Refused, match=said("refused", "video")):
        decode(make(), "photo.jpg")


@pytest.mark.photos
def test_the_files_people_brought() -> None:
    folder = shared_folder("cases/gather")
    for path in sorted(folder.iterdir()):
        refused = path.name.startswith(("brand", "shape"))
        wanted = said("refused", "heif" if path.name.startswith("brand") else "too_long")
        try:
            kept = opened(decode(path.read_bytes(), path.name).jpeg)
        except Refused as refusal:
            assert refused and re.fullmatch(wanted, str(refusal)), path.name
            continue
        assert not refused, path.name
        assert np.array_equal(np.asarray(kept), np.asarray(read_photo(path))), path.name
