"""Photos of every kind that programs read differently, made here."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

from tests.core.gather.pictures import as_file, noise

BROKEN_EXIF = {
    "header only": b"Exif\0\0",
    "half an order": b"\0\x08\0\0\2\1\x12\0",
    "points behind its end": b"Exif\0\0II*\0\xff\xff\xff\x7f",
    "entries cut off": b"Exif\0\0MM\0*\0\0\0\x08\0\x63\x01\x12\0\x03",
    "words": b"no EXIF at all, but a sentence",
    "a turn of 77": b"Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\x03\0\0\0\1\0\x4d\0\0\0\0\0\0",
}
HEIF_BRANDS = (
    *("heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs"),
    *("mif1", "mif2", "msf1", "miaf", "heif", "avci", "avcs"),
)


def upright_then_turned() -> tuple[Image.Image, bytes]:
    """A picture, and the JPEG a phone makes of it: lying, with the turn in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = noise(11, (320, 240))
    return picture, as_file(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)


def drawing_on_nothing() -> bytes:
    """A black cross on transparency, with black hidden below it too."""
    pixels = np.zeros((120, 120, 4), np.uint8)
    pixels[50:70, :, 3] = pixels[:, 50:70, 3] = 255
    return as_file(Image.fromarray(pixels))


def deep_greys(bits: int = 16) -> bytes:
    """A 16-bit grey PNG from black to white."""
    ramp = np.linspace(0, 2**bits - 1, 64 * 48).reshape(48, 64).astype(np.uint16)
    return as_file(Image.fromarray(ramp))


def swapped_profile() -> bytes:
    """A profile that calls red what sRGB calls blue."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")


def smooth(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture that every format keeps well."""
    across, down = np.meshgrid(np.linspace(0, 255, size[0]), np.linspace(0, 255, size[1]))
    return Image.fromarray(np.stack([across, down, 255 - across], axis=2).astype(np.uint8))


def with_exif(format: str, exif: bytes) -> bytes:
    """A picture with these bytes as its EXIF, whatever they are; AVIF has room for 24."""
    if format != "AVIF":
        return as_file(smooth(), format, exif=exif)
    good = Image.Exif()
    good[0x010E] = "x" * 40
    data = as_file(smooth(), format, exif=good)
    at = data.index(b"MM\0*", data.index(b"mdat"))
    body = exif.removeprefix(b"Exif\0\0")
    return data[:at] + body[:24] + data[at + len(body[:24]) :]


def with_empty_exif(format: str) -> bytes:
    """A PNG or WEBP whose EXIF has no byte."""
    data = as_file(smooth(), format)
    if format == "PNG":
        return data[:33] + struct.pack(">I4sI", 0, b"eXIf", zlib.crc32(b"eXIf")) + data[33:]
    width, height = Image.open(io.BytesIO(data)).size
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks = b"VP8X" + struct.pack("<I", 10) + b"\x08\0\0\0" + sides + data[12:]
    body = b"WEBP" + chunks + b"EXIF" + bytes(4)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bmp_of_four_bytes(header: int, alpha: int) -> bytes:
    """A 32-bit BMP in orange; `header` is 56 (V3), 108 (V4) or 124 (V5) bytes long."""
    width, height = 16, 12
    pixels = bytes((50, 100, 200, alpha)) * (width * height)
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    info = struct.pack("<IiiHHIIiiII", header, width, height, 1, 32, 3, len(pixels), 0, 0, 0, 0)
    info += masks + bytes(header - len(info) - len(masks))
    start = 14 + len(info)
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + info + pixels


def heif_header(brand: str, *others: bytes) -> bytes:
    """The first box of a HEIF picture and nothing behind it that could be read."""
    brands = brand.encode() + bytes(4) + b"".join(others or (b"mif1", b"heic"))
    return struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + bytes(60)
