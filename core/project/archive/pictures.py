"""A picture from a ZIP: the very file that this app kept, or the ZIP is refused."""

import hashlib
import io
import threading
from contextlib import nullcontext

from PIL import Image

from core.content import says
from core.project.archive.members import ArchiveRefused, is_bare
from core.project.limits import MAX_PIXELS

MAX_JPEG = 20_000_000  # bytes; Gather keeps nothing as large
_LARGE = 4_000_000  # pixels; such pictures are decoded one at a time, so that memory stays small
_one_large = threading.Lock()
DAMAGED = says("project", "zip_damaged")
_FOREIGN = says("project", "zip_changed_after")
_TOO_ODD = says("project", "zip_holds_picture")


def judge_picture(image_id: str, jpeg: bytes, size: tuple[int, int]) -> None:
    """Raise ArchiveRefused for what is not the picture its name promises, is not bare, is not of
    the `size` that its row says, or is no JPEG that decodes in a moment."""
    if hashlib.sha256(jpeg).hexdigest() != image_id:
        raise ArchiveRefused(DAMAGED)
    try:
        _decode(jpeg, size)
    except ArchiveRefused:
        raise
    except Exception as error:  # decoders raise almost anything on damaged input
        raise ArchiveRefused(DAMAGED) from error
    if not is_bare(jpeg):
        raise ArchiveRefused(_FOREIGN)


def _decode(jpeg: bytes, size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        pixels = image.width * image.height
        if pixels > MAX_PIXELS:
            raise ArchiveRefused(says("project", "zip_holds_picture_too"))
        if too_many_passes(jpeg, pixels):
            raise ArchiveRefused(_TOO_ODD)
        if image.size != size:
            raise ArchiveRefused(DAMAGED)
        image.draft("L", (64, 64))  # all of it is read, and little of it made
        with _one_large if pixels > _LARGE else nullcontext():
            image.load()


MAX_PASSED_PIXELS = 700_000_000  # pixels × passes of a progressive JPEG: 13 passes over 50 million
MAX_PASSES = 100
_SCAN = b"\xff\xda"


def too_many_passes(scans: bytes, pixels: int) -> bool:
    """Whether a decoder would pass over `pixels` more often than any picture needs; `scans` are
    the bytes of a JPEG, or those from its first scan on."""
    passes = scans.count(_SCAN)
    return passes > MAX_PASSES or passes * pixels > MAX_PASSED_PIXELS
