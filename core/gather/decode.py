"""One uploaded file becomes one clean JPEG, or a sentence saying why not.

Every picture of a project passes through here, so everything behind it can rely on upright,
opaque, 8-bit sRGB of moderate size with no metadata.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from core.gather.refusal import Refused, reason_unreadable

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
MAX_PIXELS = 25_000_000
MIN_SIDE = 8
LONG_SIDE = 640
SHORT_SIDE = 256
JPEG_QUALITY = 90

_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATION = 0x0112  # the EXIF tag
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Decoded:
    """A picture as the project stores it.

    `id` is the SHA-256 (hex) of `jpeg`: the same pixels give the same id whatever the file's
    name or metadata were.
    """

    id: str
    jpeg: bytes
    width: int
    height: int


def decode(data: bytes, name: str) -> Decoded:
    """The picture in `data` as a stored JPEG: upright, RGB, without EXIF, at most about 640 px.

    Decoding is the verification: a file that comes back from here can be trained on.
    Raises Refused with a sentence for the learner for anything that cannot be used.
    """
    if not data:
        raise Refused("The file is empty. Copy or download it again.")
    try:
        return encode(_upright_rgb(data))
    except Refused:
        raise
    except Exception as error:  # decoders raise almost anything on damaged input
        raise Refused(reason_unreadable(data, name, error)) from error


def encode(image: Image.Image) -> Decoded:
    """`image` (mode RGB) as it is stored: nothing but its pixels goes into the JPEG."""
    bare = image.copy()
    bare.info = {}
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=JPEG_QUALITY)
    jpeg = buffer.getvalue()
    return Decoded(hashlib.sha256(jpeg).hexdigest(), jpeg, image.width, image.height)


def _upright_rgb(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _check_size(image)
        orientation = image.getexif().get(_ORIENTATION, 1)
        size = _stored_size(image.width, image.height)
        if image.format in ("JPEG", "MPO"):
            image.draft(None, size)
        image.load()
        profile = image.info.get("icc_profile")
        opaque = _on_white(_eight_bit(image))
        small = opaque if opaque.size == size else opaque.resize(size, Image.Resampling.LANCZOS)
        return _upright(_srgb(small, profile), orientation)


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise Refused(
            f"It has {width:,} × {height:,} pixels. Save it smaller: 25 million pixels at most."
        )
    if min(width, height) < MIN_SIDE:
        raise Refused(f"It is only {width} × {height} pixels. Bring a larger copy.")


def _stored_size(width: int, height: int) -> tuple[int, int]:
    """Longest side 640 px, but the shortest never below 256 px: 224-px training loses nothing."""
    scale = min(1.0, max(LONG_SIDE / max(width, height), SHORT_SIDE / min(width, height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit greys scaled to 0–255; Pillow's own conversion would cut them off at 255."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image) / 257.0).clip(0, 255).round().astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    """Palettes resolved and transparency laid on white paper; opaque pictures pass untouched."""
    if image.has_transparency_data:
        pixels = image.convert("RGBA")
        paper = Image.new("RGBA", pixels.size, "white")
        return Image.alpha_composite(paper, pixels).convert("RGB")
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours the photographer saw: through the embedded profile where there is a good one."""
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except Exception:  # a broken profile is no reason to lose the picture
            pass
    return image.convert("RGB")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
