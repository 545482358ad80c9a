"""Why a file cannot be used, in words that say what to do about it."""

from PIL import Image

from core.content import says
from core.project.limits import MAX_PIXELS
from core.vision.read_photo import AVIF_BRANDS, HEIF_BRANDS, heif_brands
from core.words import large_number


class Refused(ValueError):
    """A file or an archive that cannot be used; the message is a sentence for the learner."""


# What the first bytes of a file say it is: the name of the sentence about it.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "large_tiff"),
    (b"MM\0+", "large_tiff"),
    (b"8BPS", "photoshop"),
    (b"%PDF", "pdf"),
    (b"%!PS", "postscript"),
    (b"PK\x03\x04", "zip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "seven_zip"),
)
_VIDEO_ENDINGS = (".mp4", ".mov", ".avi", ".mkv", ".webm")


def reason_unreadable(data: bytes, name: str, error: Exception) -> str:
    """One sentence or two on why `data` gave no picture, from its first bytes and the error."""
    if isinstance(error, Image.DecompressionBombError):
        return says("refused", "far_too_many_pixels", most=large_number(MAX_PIXELS))
    return says("refused", _kind(data, name))


def _kind(data: bytes, name: str) -> str:
    """The name of the sentence for what a file is instead of a picture."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    brands = heif_brands(data)
    if brands & HEIF_BRANDS and not brands & AVIF_BRANDS:
        return "heif"
    if name.lower().endswith(_VIDEO_ENDINGS) or b"isom" in brands or b"qt  " in brands:
        return "video"
    if _begins_with(data, (b"{", b"[")):
        return "json"
    if _begins_with(data, (b"<",)):
        return "markup"
    return "cut_off" if _knows(data) else "unknown"


def _begins_with(data: bytes, marks: tuple[bytes, ...]) -> bool:
    return data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(marks)


def _knows(data: bytes) -> bool:
    """Whether the file begins like a format we read, so that the rest of it must be at fault."""
    begins = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")
    boxed = data[8:12] == b"WEBP" or heif_brands(data) & AVIF_BRANDS
    return data.startswith(begins) or bool(boxed)
