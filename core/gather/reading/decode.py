"""One uploaded file becomes one clean JPEG, or a sentence saying why not.

Every picture of a project passes through here, so everything behind it can rely on upright,
opaque, 8-bit sRGB of moderate size with no metadata.
"""

import hashlib
import io
import threading
import warnings
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from PIL import Image, ImageCms

from core.gather.reading.paper import on_white
from core.gather.reading.refusal import Refused, reason_unreadable
from core.gather.reading.slimming import slim
from core.project.limits import MAX_PIXELS
from core.words import large_number

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
MAX_PIXELS_OF = {"WEBP": 12_500_000, "AVIF": 12_500_000}  # whose decoders take more memory
MIN_SIDE = 8
LONG_SIDE = 640
SHORT_SIDE = 256
JPEG_QUALITY = 90
THUMBNAIL_PX = 224
_THUMBNAIL_QUALITY = 82
_GAP = 1.4  # how much larger a thumbnail still is when the fast halving of pixels ends
_LARGE = 6_000_000  # pixels; such pictures are decoded one at a time, so that memory stays small
_one_large = threading.Lock()

# Pillow itself opens nothing of more than twice that, whatever a header says; between the two it
# would only warn, and `_check_size` refuses.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

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
    name or metadata were. `thumbnail` is a JPEG that fits into THUMBNAIL_PX, b"" if not asked for.
    """

    id: str
    jpeg: bytes
    width: int
    height: int
    thumbnail: bytes = b""


def decode(data: bytes, name: str) -> Decoded:
    """The picture in `data` as a stored JPEG: upright, RGB, without EXIF, at most about 640 px.

    Decoding is the verification: a file that comes back from here can be trained on.
    Raises Refused with a sentence for the learner for anything that cannot be used.
    """
    if not data:
        raise Refused("The file is empty. Copy or download it again.")
    try:
        return encode(_upright_rgb(slim(data)), thumbnail=True)
    except Refused:
        raise
    except Exception as error:  # decoders raise almost anything on damaged input
        raise Refused(reason_unreadable(data, name, error)) from error


def encode(image: Image.Image, *, thumbnail: bool = False) -> Decoded:
    """`image` (mode RGB) as it is stored: nothing but its pixels goes into the JPEG."""
    bare = image.copy()
    bare.info = {}
    jpeg = _jpeg(bare, JPEG_QUALITY)
    name = hashlib.sha256(jpeg).hexdigest()
    return Decoded(name, jpeg, *image.size, _thumbnail(bare) if thumbnail else b"")


def _thumbnail(image: Image.Image) -> bytes:
    """As Project.thumbnail would make it from the stored file, which then need not be read."""
    small = (THUMBNAIL_PX, THUMBNAIL_PX)
    image.thumbnail(small, Image.Resampling.BILINEAR, reducing_gap=_GAP)
    return _jpeg(image, _THUMBNAIL_QUALITY)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _upright_rgb(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _check_size(image)
        orientation = image.getexif().get(_ORIENTATION, 1)
        size = _stored_size(image.width, image.height)
        image.draft(None, size)  # only JPEG can be decoded smaller
        with _turn_for(image):
            image.load()
            profile = image.info.get("icc_profile")
            opaque = on_white(image, size)
        small = opaque.resize(size, Image.Resampling.BICUBIC) if opaque.size != size else opaque
        return _upright(_srgb(small, profile), orientation)


def _turn_for(image: Image.Image) -> AbstractContextManager[object]:
    """A turn of its own for a picture that takes much memory to decode."""
    return _one_large if image.width * image.height > _LARGE else nullcontext()


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    most = MAX_PIXELS_OF.get(image.format or "", MAX_PIXELS)
    if width * height > most:
        raise Refused(
            f"It has {width:,} × {height:,} pixels. "
            f"Save it smaller: {large_number(most)} pixels at most."
        )
    if min(width, height) < MIN_SIDE:
        raise Refused(f"It is only {width} × {height} pixels. Bring a larger copy.")


def _stored_size(width: int, height: int) -> tuple[int, int]:
    """Longest side 640 px, but the shortest never below 256 px: 224-px training loses nothing."""
    scale = min(1.0, max(LONG_SIDE / max(width, height), SHORT_SIDE / min(width, height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


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
