"""Photos of every kind that people have, made here: for homes that read photos on their own."""

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

ORIENTATION = 0x0112
SIZE = (310, 233)


def made_photos(photo: Image.Image | None = None) -> Iterator[tuple[str, bytes]]:
    """A name and a file each, made of an RGB `photo`, or of a scene that is always the same."""
    photo = scene(*SIZE) if photo is None else photo.resize(SIZE)
    for turn in range(2, 9):
        yield f"exif {turn}", turned(turn, photo)
    yield from _jpegs(photo)
    yield from _pngs(photo)
    yield "webp", saved(photo, "WEBP", quality=80)
    yield "gif", saved(photo.quantize(64), "GIF")
    yield "bmp", saved(photo, "BMP")


def turned(turn: int, photo: Image.Image | None = None) -> bytes:
    """A photo that lies as EXIF says, 2 to 8, of the same scene."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    return saved(scene(*SIZE) if photo is None else photo, "JPEG", exif=exif)


def _jpegs(photo: Image.Image) -> Iterator[tuple[str, bytes]]:
    for name, sampling in (("420", 2), ("422", 1), ("444", 0)):
        yield f"jpeg {name}", saved(photo, "JPEG", subsampling=sampling, quality=83)
    yield "progressive", saved(photo, "JPEG", progressive=True)
    yield "restarts", saved(photo, "JPEG", restart_marker_blocks=3)
    yield "grey", saved(photo.convert("L"), "JPEG")
    yield "cmyk", saved(photo.convert("CMYK"), "JPEG")
    yield "as kept", saved(photo, "JPEG", quality=90)
    yield "without its end", saved(photo, "JPEG")[:-2]
    for times in (3, 6, 9):  # read as it is, two and four times smaller
        side = tuple(side * times for side in SIZE)
        yield f"large {times}", saved(photo.resize(side), "JPEG", quality=70)
    yield "p3", saved(photo, "JPEG", icc_profile=display_p3())
    yield "broken profile", saved(photo, "JPEG", icc_profile=b"no profile" * 9)
    for size in ((1, 1), (3, 2), (2, 90)):
        yield f"tiny {size}", saved(photo.resize(size), "JPEG")


def _pngs(photo: Image.Image) -> Iterator[tuple[str, bytes]]:
    pixels, random = np.asarray(photo), np.random.default_rng(2)
    alpha = random.integers(0, 256, (*pixels.shape[:2], 1), dtype=np.uint8)
    yield "png", saved(photo, "PNG")
    yield "alpha", saved(Image.fromarray(np.dstack([pixels, alpha])), "PNG")
    yield "grey alpha", saved(Image.fromarray(np.dstack([pixels[..., 0], alpha])), "PNG")
    yield "palette", saved(photo.quantize(200), "PNG")
    yield "palette of 16", saved(photo.quantize(16), "PNG", bits=4, transparency=3)
    yield "black and white", saved(photo.convert("1"), "PNG")
    deep = pixels.astype(np.uint16) * 257 ^ random.integers(0, 200, pixels.shape, dtype=np.uint16)
    yield "grey 16", saved(Image.fromarray(deep[..., 0]), "PNG")
    yield "rgb 16", _png(deep, kind=2)
    yield "rgba 16", _png(np.dstack([deep, deep[..., :1]]), kind=6)
    yield "png p3", saved(photo, "PNG", icc_profile=display_p3())
    yield "large png", saved(photo.resize((1100, 850)), "PNG")


def scene(width: int, height: int) -> Image.Image:
    """Soft shapes and hard edges in many colours, with grain."""
    y, x = np.mgrid[:height, :width] / 40
    soft = [np.sin(x * a + y * b) for a, b in ((1, 0.3), (0.4, 1.2), (0.9, -0.7))]
    hard = 60 * ((x.astype(int) + y.astype(int)) % 2)
    grain = np.random.default_rng(1).normal(0, 8, (height, width, 3))
    levels = np.dstack(soft) * 80 + 110 + hard[..., None] + grain
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


def display_p3() -> bytes:
    """The profile of a phone with wide colours: sRGB's, with red, green and blue of Display P3."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    for n in range(struct.unpack(">I", profile[128:132])[0]):
        name, at = struct.unpack(">4sI", profile[132 + 12 * n : 140 + 12 * n])
        if name in primaries:
            numbers = [round(value * 65536) for value in primaries[name]]
            profile[at + 8 : at + 20] = struct.pack(">3i", *numbers)
    return bytes(profile)


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    """The file of a picture."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def _png(values: NDArray[np.uint16], kind: int) -> bytes:
    """A PNG of 16 bits a channel, which Pillow reads but does not write."""
    height, width = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    head = struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    name, data = part
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
