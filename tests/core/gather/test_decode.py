"""Every kind of file a learner may bring comes out right, or is refused with a reason."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFile

from core.gather.reading.decode import MAX_PIXELS, decode
from core.gather.reading.refusal import Refused
from tests.core.gather.pictures import ORANGE, as_file, mean_colour, noise, opened, plain
from tests.said import said

HALVES = Image.new("RGB", (64, 48), "white")
HALVES.paste((0, 0, 0), (0, 0, 32, 48))


def close(image: Image.Image, colour: tuple[int, int, int], within: float = 6) -> bool:
    return bool(np.allclose(mean_colour(image), colour, atol=within))


def png(parts: list[tuple[bytes, bytes]]) -> bytes:
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
def test_every_format_keeps_its_colour_and_size(format: str) -> None:
    stored = decode(as_file(plain(), format), f"a.{format.lower()}")
    picture = opened(stored.jpeg)
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert picture.size == (stored.width, stored.height) == (64, 48)
    assert close(picture, ORANGE, within=12)


@pytest.mark.parametrize(
    ("image", "options", "colour"),
    [
        (plain((255, 0, 0, 0), "RGBA"), {}, (255, 255, 255)),
        (plain((0, 0, 0, 128), "RGBA"), {}, (127, 127, 127)),
        (plain((40, 255), "LA"), {}, (40, 40, 40)),
        (plain(80, "L"), {"transparency": 80}, (255, 255, 255)),
        (plain(1, "1"), {}, (255, 255, 255)),
        (plain().convert("P"), {}, None),
        (plain().quantize(4), {"transparency": 0}, None),
    ],
    ids=["clear", "half", "grey alpha", "grey clear", "bits", "palette", "clear palette"],
)
def test_png_modes(image: Image.Image, options: dict, colour: tuple[int, int, int] | None) -> None:
    picture = opened(decode(as_file(image, "PNG", **options), "a.png").jpeg)
    reference = Image.new("RGB", image.size, "white")
    saved = Image.open(io.BytesIO(as_file(image, "PNG", **options))).convert("RGBA")
    reference.paste(saved, mask=saved)
    assert close(picture, colour or tuple(map(round, mean_colour(reference))))


def test_sixteen_bit_grey_is_scaled_not_cut_off() -> None:
    ramp = np.linspace(0, 65535, 64 * 48).reshape(48, 64).astype(np.uint16)
    picture = opened(decode(as_file(Image.fromarray(ramp), "PNG"), "xray.png").jpeg)
    values = np.asarray(picture.convert("L"), dtype=float)
    assert values[0, 0] < 6 and values[-1, -1] > 249
    assert abs(values.mean() - 127.5) < 4


def test_sixteen_bit_colour_png() -> None:
    row = b"\0" + struct.pack(">3H", 0xFFFF, 0x8000, 0) * 16
    parts = [(b"IHDR", struct.pack(">2I5B", 16, 16, 16, 2, 0, 0, 0))]
    parts += [(b"IDAT", zlib.compress(row * 16)), (b"IEND", b"")]
    assert close(opened(decode(png(parts), "a.png").jpeg), (255, 128, 0))


def test_cmyk_jpeg_is_not_inverted() -> None:
    cyan = as_file(plain((255, 0, 0, 0), "CMYK"), "JPEG")
    red, green, blue = mean_colour(opened(decode(cyan, "print.jpg").jpeg))
    assert red < 60 and green > 120 and blue > 180


def test_colours_go_through_the_embedded_profile() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")
    picture = opened(decode(as_file(plain(), "JPEG", icc_profile=swapped), "a.jpg").jpeg)
    assert close(picture, ORANGE[::-1], within=12)
    broken = as_file(plain(), "JPEG", icc_profile=b"nonsense")
    assert close(opened(decode(broken, "a.jpg").jpeg), ORANGE)


def test_first_frame_of_an_animation() -> None:
    frames = [plain((0, 0, 255)), plain((255, 0, 0))]
    for format in ("GIF", "WEBP"):
        data = as_file(frames[0], format, save_all=True, append_images=frames[1:])
        assert close(opened(decode(data, "a").jpeg), (0, 0, 255), within=12)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_ends_upright(orientation: int) -> None:
    stored_as = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    turned = HALVES if stored_as is None else HALVES.transpose(Image.Transpose(stored_as))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = opened(decode(as_file(turned, "JPEG", exif=exif), "phone.jpg").jpeg)
    assert picture.size == HALVES.size
    assert np.abs(np.asarray(picture, float) - np.asarray(HALVES, float)).mean() < 4


def test_place_and_other_personal_data_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    data = as_file(plain(), "JPEG", exif=exif, comment=b"at home", dpi=(72, 72))
    assert b"SecretCam" in data and b"at home" in data
    stored = decode(data, "a.jpg").jpeg
    assert b"SecretCam" not in stored and b"at home" not in stored
    assert not opened(stored).getexif() and b"Exif" not in stored


def test_large_photos_are_stored_smaller_but_train_at_224() -> None:
    photo = decode(as_file(noise(1, (3000, 2000)), "JPEG"), "a.jpg")
    assert (photo.width, photo.height) == (640, 427)
    panorama = decode(as_file(noise(1, (3000, 600)), "PNG"), "a.png")
    assert panorama.height == 256 and panorama.width == 1280
    small = decode(as_file(noise(1, (300, 200)), "PNG"), "a.png")
    assert (small.width, small.height) == (300, 200)


def test_the_same_picture_has_one_id_whatever_the_file_says() -> None:
    data = as_file(noise(3), "JPEG")
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    tagged = data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif.tobytes()) + 2) + exif.tobytes()
    tagged += data[2:]
    assert tagged != data
    assert decode(data, "a.jpg").id == decode(data, "copy of a.jpg").id == decode(tagged, "b").id
    assert decode(data, "a.jpg").id != decode(as_file(noise(4), "JPEG"), "a.jpg").id


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.jpg", "empty"),
        (b"just words", "notes.txt", "unknown"),
        (b"<!doctype html><html>", "a.jpg", "markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "markup"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "IMG_1.HEIC", "heif"),
        (b"%PDF-1.7 ...", "a.pdf", "pdf"),
        (b"\0\0\0\x18ftypisom", "a.mp4", "video"),
        (as_file(noise(1), "JPEG")[:400], "a.jpg", "cut_off"),
        (as_file(noise(1), "PNG")[:200], "a.png", "cut_off"),
        (as_file(plain(size=(6001, 5000)), "PNG"), "a.png", "too_many_pixels"),
        (as_file(plain(size=(3, 3)), "PNG"), "a.png", "too_small"),
        (as_file(plain(), "TIFF"), "a.tif", "tiff"),
        (as_file(plain(), "PPM"), "a.ppm", "unknown"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(data: bytes, name: str, why: str) -> None:
    with pytest.raises(Refused, match=said("refused", why)):
        decode(data, name)


def test_a_picture_bomb_is_refused_before_it_unfolds() -> None:
    bomb = png([(b"IHDR", struct.pack(">2I5B", 60000, 60000, 8, 2, 0, 0, 0)), (b"IDAT", b"x")])
    with pytest.raises(Refused, match="25 million"):
        decode(bomb, "bomb.png")


@pytest.mark.parametrize("side", [5_001, 8_000, 13_000, 60_000])
def test_a_picture_of_too_many_pixels_is_never_loaded(
    monkeypatch: pytest.MonkeyPatch, side: int
) -> None:
    def loaded(self: object) -> None:
        raise AssertionError("its pixels were asked for")

    monkeypatch.setattr(ImageFile.ImageFile, "load", loaded)
    bomb = png([(b"IHDR", struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)), (b"IDAT", b"x")])
    with pytest.raises(Refused, match="25 million"):
        decode(bomb, "bomb.png")
    if side**2 > 2 * MAX_PIXELS:
        with pytest.raises(Image.DecompressionBombError):
            Image.open(io.BytesIO(bomb))


def test_any_error_of_a_decoder_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RecursionError("deep inside")

    monkeypatch.setattr(ImageFile.ImageFile, "load", explode)
    with pytest.raises(Refused, match=said("refused", "cut_off")):
        decode(as_file(plain(), "PNG"), "a.png")


@pytest.mark.photos
def test_the_odd_files_come_out_right(odd_files: Path) -> None:
    files = sorted(odd_files.iterdir())
    assert files
    for file in files:
        picture = opened(decode(file.read_bytes(), file.name).jpeg)
        with Image.open(file) as original:
            reference = Image.new("RGB", original.size, "white")
            layers = original.convert("RGBA")
            reference.paste(layers, mask=layers)
        assert picture.mode == "RGB" and max(picture.size) <= 640
        small = np.asarray(reference.resize(picture.size, Image.Resampling.LANCZOS), float)
        assert np.abs(small - np.asarray(picture, float)).mean() < 6, file.name
