"""One uploaded file becomes one clean JPEG, or a sentence saying why not.

Every picture of a project passes through here, so everything behind it can rely on upright,
opaque, 8-bit sRGB of moderate size with no metadata.
"""

import hashlib
import threading
import warnings
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from PIL import Image

from core.content import says
from core.gather.reading.refusal import Refused, reason_unreadable
from core.gather.reading.slimming import bare, slim
from core.project.archive.members import is_bare
from core.project.dataset.files import KEPT_PX
from core.project.limits import MAX_PIXELS
from core.vision.read_photo import as_jpeg, is_as_kept, open_photo, upright_rgb
from core.words import large_number

# Decoders of WEBP and AVIF take more memory, and no phone saves larger HEICs.
MAX_PIXELS_OF = {"WEBP": 12_500_000, "AVIF": 12_500_000, "HEIF": 51_000_000}
MIN_SIDE, MAX_SIDE = 8, 65_500  # no JPEG is longer
THUMBNAIL_PX = KEPT_PX
_THUMBNAIL_QUALITY = 82
_GAP = 1.4  # how much larger a thumbnail still is when the fast halving of pixels ends
_LARGE = 6_000_000  # pixels; such pictures are decoded one at a time, so that memory stays small
_one_large = threading.Lock()

# Pillow itself opens nothing of more than twice that, whatever a header says; between the two it
# would only warn, and `_check_size` refuses.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


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
        raise Refused(says("refused", "empty"))
    try:
        return _decoded(slim(data))
    except Refused:
        raise
    except Exception as error:  # decoders raise almost anything on damaged input
        raise Refused(reason_unreadable(data, name, error)) from error


def encode(image: Image.Image) -> Decoded:
    """`image` (mode RGB) as it is stored: nothing but its pixels goes into the JPEG."""
    return _stored(image, as_jpeg(image))


def _decoded(data: bytes) -> Decoded:
    image = open_photo(data)
    _check_size(image)
    with _turn_for(image):
        upright = upright_rgb(image)
    kept = bare(data) if is_as_kept(data) else b""
    jpeg = kept if is_bare(kept) else as_jpeg(upright)
    return replace(_stored(upright, jpeg), thumbnail=_thumbnail(upright))


def _stored(image: Image.Image, jpeg: bytes) -> Decoded:
    return Decoded(hashlib.sha256(jpeg).hexdigest(), jpeg, *image.size)


def _thumbnail(image: Image.Image) -> bytes:
    """As Project.thumbnail would make it from the stored file, which then need not be read."""
    small = (THUMBNAIL_PX, THUMBNAIL_PX)
    image.thumbnail(small, Image.Resampling.BILINEAR, reducing_gap=_GAP)
    return as_jpeg(image, _THUMBNAIL_QUALITY)


def _turn_for(image: Image.Image) -> AbstractContextManager[object]:
    """A turn of its own for a picture that takes much memory to decode."""
    shrinks = image.format == "JPEG" and not image.info.get("progressive")  # while it is decoded
    return nullcontext() if shrinks or image.width * image.height <= _LARGE else _one_large


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    most = MAX_PIXELS_OF.get(image.format or "", MAX_PIXELS)
    if width * height > most and image.format != "JPEG":  # those were looked at before
        there = {"width": width, "height": height, "most": large_number(most)}
        raise Refused(says("refused", "too_many_pixels", **there))
    if max(width, height) > MAX_SIDE:
        raise Refused(says("refused", "too_long", width=width, height=height, most=MAX_SIDE))
    if min(width, height) < MIN_SIDE:
        raise Refused(says("refused", "too_small", width=width, height=height))
